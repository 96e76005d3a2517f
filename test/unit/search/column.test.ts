import { describe, expect, it } from 'vitest';
import { missing } from '#main/search/column.ts';
import { encodeColumn } from '#main/search/encode-column.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);
const farApart = [startMs, missing, startMs + 400 * dayMs + 1];
const many = Array.from({ length: 70_000 }, (_, row) => row);

const columns: readonly [string, readonly number[], { kind: string; bytes: number }][] = [
  ['nothing', [missing, missing], { kind: 'constant', bytes: 1 }],
  ['one value', [7, 7, 7], { kind: 'constant', bytes: 1 }],
  ['scores', [0, 100, missing, 55], { kind: 'step', bytes: 1 }],
  ['whole seconds', many.map((row) => (row % 9 === 0 ? missing : startMs + row * 7_000)), { kind: 'step', bytes: 4 }],
  ['a few times far apart', many.map((row) => farApart[row % 3] ?? missing), { kind: 'dictionary', bytes: 1 }],
  [
    'such times in a few rows',
    many.slice(0, 999).map((row) => farApart[row % 3] ?? missing),
    { kind: 'plain', bytes: 8 },
  ],
  ['times of pages', many.map((row) => startMs + Math.floor(row / 20) * 61_001), { kind: 'dictionary', bytes: 2 }],
  ['many times to the millisecond', many.map((row) => startMs + row * 86_400_001), { kind: 'plain', bytes: 8 }],
  ['fractions', [0.5, missing, 1e300], { kind: 'plain', bytes: 8 }],
  ['below zero', [-5, missing, 3], { kind: 'step', bytes: 1 }],
];

describe.each(columns)('a column of %s', (_, values, expected) => {
  const column = encodeColumn(Float64Array.from(values));

  it('gives back what was put in, in few bytes', () => {
    expect(values.every((value, row) => column.at(row) === value)).toBe(true);
    if (expected.kind !== 'plain' || values.length > 3) {
      expect({ kind: column.coding.kind, bytes: column.codes.BYTES_PER_ELEMENT }).toEqual(expected);
    }
  });

  it('knows its ranges', () => {
    const known = values.filter((value) => value !== missing);
    const bounds = [
      missing,
      ...known.slice(0, values.length > 100 ? 1 : 3).flatMap((value) => [value - 1, value, value + 1]),
      Infinity,
    ];
    for (const min of bounds) {
      for (const max of bounds) {
        const { low, high } = column.rangeOf(min, max);
        const found = values.filter(
          (_value, row) => (column.codes[row] ?? 0) >= low && (column.codes[row] ?? 0) <= high,
        );
        expect(found.length).toBe(known.filter((value) => value >= min && value <= max).length);
      }
    }
  });
});
