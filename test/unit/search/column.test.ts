import { describe, expect, it } from 'vitest';
import { fullBits, listBits, makeBits, setBit } from '#main/search/bits.ts';
import { missing } from '#main/search/column.ts';
import { encodeColumn } from '#main/search/encode-column.ts';
import { narrowToRange, narrowToValues } from '#main/search/narrow-columns.ts';
import { makeTools } from '#main/search/tools.ts';

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

/** Told at once: long lists are slow to compare with a report of what differs. */
function areEqual(a: Uint32Array<ArrayBuffer>, b: Uint32Array<ArrayBuffer>): boolean {
  return Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
}

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

  it.each([
    ['as fast as it can', makeTools()],
    ['without WebAssembly', { ...makeTools(), numbers: undefined }],
  ])('finds the rows within bounds, of all, of most and of few, %s', (__, tools) => {
    const { length } = values;
    const known = values.filter((value) => value !== missing);
    const picked = [0.1, 0.25, 0.9].map((part) => known[Math.floor(part * known.length)] ?? 0);
    const bounds = [missing, ...picked.flatMap((value) => [value, value + 1]), Infinity];
    for (const step of [1, 3, 97]) {
      const within = makeBits(length);
      for (let row = 0; row < length; row += 1) if (step === 1 || (row % step === 0) === step > 50) setBit(within, row);
      for (const [nth, min] of bounds.entries()) {
        for (const max of bounds.slice(nth)) {
          const rows = within.slice();
          narrowToRange(column, [min, max], { rows, tools });
          const expected = listBits(within).filter((row) => {
            const value = values[row] ?? missing;
            return value !== missing && value >= min && value <= max;
          });
          expect(areEqual(listBits(rows), expected), `${min} to ${max}`).toBe(true);
        }
      }
    }
  });
});

describe.each([
  ['one of them', [3]],
  ['neighbours', [3, 4, 5]],
  ['the outermost', [0, 9]],
  ['none', [77]],
  ['all, and what is missing', [...Array(10).keys(), missing]],
])('a column of small integers narrowed to %s', (_, wanted) => {
  it.each([1, 31, 64, 5_000, 70_001])('keeps those among %i rows', (size) => {
    const values = Array.from({ length: size }, (__, row) => (row % 11 === 10 ? missing : row % 11));
    const rows = fullBits(size);
    narrowToValues(encodeColumn(Float64Array.from(values)), (value) => wanted.includes(value), {
      rows,
      tools: makeTools(),
    });
    const expected = Uint32Array.from(values.keys()).filter((row) => wanted.includes(values[row] ?? 0));
    expect(areEqual(listBits(rows), expected)).toBe(true);
  });
});
