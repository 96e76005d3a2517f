import { describe, expect, it } from 'vitest';
import { filterSchema, idsSchema } from '#main/vendors/crowdstrike/operations/parameters.ts';

/** A filter of so many characters. */
const filterOf = (length: number): string => `value:'${'x'.repeat(length - "value:''".length)}'`;
const takes = (schema: typeof filterSchema | typeof idsSchema, input: unknown) => schema.safeParse(input).success;

describe('a filter', () => {
  it.each([["type:'domain'"], [" type:'domain' "], [filterOf(8_192)]])('may be %#', (filter) => {
    expect(takes(filterSchema, filter)).toBe(true);
  });

  it.each([[''], ['  '], [filterOf(8_193)], ["type:'domain'),(value:*'*'"], ["type:'domain"]])(
    'is never %#',
    (filter) => {
      expect(takes(filterSchema, filter)).toBe(false);
    },
  );
});

describe('ids', () => {
  it.each([[['a']], [['x'.repeat(512)]], [Array(10_000).fill('a')]])('may be %#', (ids) => {
    expect(takes(idsSchema, ids)).toBe(true);
  });

  it.each([[[]], [['']], [['x'.repeat(513)]], [Array(10_001).fill('a')]])('are never %#', (ids) => {
    expect(takes(idsSchema, ids)).toBe(false);
  });
});
