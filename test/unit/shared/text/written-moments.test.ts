import { describe, expect, it } from 'vitest';
import { readWrittenDay, readWrittenMoment } from '#shared/text/written-moments.ts';

const iso = (text: string): string | undefined => {
  const atMs = readWrittenMoment(text, 'utc');
  return atMs === null ? undefined : new Date(atMs).toISOString();
};

describe('a moment that is written', () => {
  it.each([
    ['2026-11-28', '2026-11-28T00:00:00.000Z'],
    [' 2026-11-28 14:05 ', '2026-11-28T14:05:00.000Z'],
    ['2026-11-28T14:05Z', '2026-11-28T14:05:00.000Z'],
    ['2026-11-28t14:05:30.5z', '2026-11-28T14:05:30.500Z'],
    ['2026-11-28 14:05 +02:00', '2026-11-28T12:05:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['1970-01-01', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('%j is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    '',
    '2026-02-31',
    '2026-02-29 10:00',
    '2026-13-01',
    '2026-00-10',
    '2026-11-28 24:00',
    '2026-11-28 25:00',
    '2026-11-28 14:60',
    '2026-11-28 14',
    '28.11.2026',
    '11/28/2026',
    '2026-11-28 14:05 CET',
    '1969-12-31',
    '0001-01-01',
    '9999-12-31T23:59-14:00',
    '12026-11-28',
  ])('%j is none', (text) => {
    expect(iso(text)).toBeUndefined();
  });

  it('is of the clock of the computer where that is asked for and no zone is named', () => {
    expect(readWrittenMoment('2026-11-28 14:05', 'local')).toBe(new Date(2026, 10, 28, 14, 5).getTime());
    expect(readWrittenMoment('2026-11-28', 'local')).toBe(new Date(2026, 10, 28).getTime());
    expect(readWrittenMoment('2026-11-28 14:05Z', 'local')).toBe(Date.UTC(2026, 10, 28, 14, 5));
  });
});

it('takes nothing but a day for a day', () => {
  expect(readWrittenDay('2026-11-28')).toBe(Date.UTC(2026, 10, 28));
  expect(readWrittenDay('2026-02-30')).toBeNull();
  expect(readWrittenDay('2026-11-28 14:05')).toBeNull();
});
