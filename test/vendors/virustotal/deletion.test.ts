import { expect, it } from 'vitest';
import { deleteOperation } from '#main/vendors/virustotal/operations/stream.ts';

const takes = (input: unknown) => deleteOperation.inputSchema.safeParse(input).success;
/** A filter of so many characters. */
const filterOf = (length: number): string => `entity_id:${'x'.repeat(length - 'entity_id:'.length)}`;

it.each([['origin:hunting'], [filterOf(4_096)]])('a deletion takes a filter: %#', (filter) => {
  expect(takes({ filter })).toBe(true);
});

it.each([
  [{}],
  [{ filter: '' }],
  [{ filter: '  ' }],
  [{ filter: 'anything' }],
  [{ filter: filterOf(4_097) }],
  [{ cursor: 'x' }],
])('a deletion without a filter that can be read, which would delete everything, is refused: %#', (input) => {
  expect(takes(input)).toBe(false);
});
