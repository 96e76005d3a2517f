import { expect, it } from 'vitest';
import { listField, textField } from '#shared/text/csv-fields.ts';

it.each([
  ['plain', '"plain"'],
  ['say "this"', '"say ""this"""'],
  ['=1+1', '"\'=1+1"'],
  ['\u202E\u00A0@SUM', '"\'\u202E\u00A0@SUM"'],
  ['\0=1', '"\'\uFFFD=1"'],
  ['\tx', '"\' x"'],
  ['a\r\nb\tc', '"a b c"'],
  ['a\u0001b', '"a\uFFFDb"'],
  ['1-1', '"1-1"'],
])('the field of %j', (text, expected) => {
  expect(textField(text)).toBe(expected);
});

it('is empty for nothing, and a list is guarded as a text is', () => {
  expect([textField(null), listField([])]).toEqual(['""', '""']);
  expect(listField(['=1', 'b'])).toBe('"\'=1; b"');
});
