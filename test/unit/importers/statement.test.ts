import { describe, expect, it } from 'vitest';
import { readStatement, type Statement } from '#main/importers/statement.ts';

const statement: Statement = { place: 'line 1', key: 'k', type: 'domain', text: 'evil.example', raw: { a: 1 } };

describe('a statement of a file', () => {
  it('has texts that can be stored: no NUL, no half of a character', () => {
    const read = readStatement({ ...statement, comment: 'a\0b\uD800', role: '\0' });
    expect(read).toMatchObject({ row: { comment: 'a\uFFFDb\uFFFD', role: '\uFFFD' } });
  });

  it('keeps its part of the file as it stands, a long one visibly cut', () => {
    expect(readStatement(statement)).toMatchObject({ row: { draft: { raw: '{"a":1}' } } });
    const read = readStatement({ ...statement, raw: { a: 'x'.repeat(100_000) } });
    const raw: unknown = 'row' in read ? JSON.parse(read.row.draft.raw ?? '') : undefined;
    expect(raw).toEqual({ cut: `{"a":"${'x'.repeat(65_530)}`, characters: 100_008 });
  });

  it('that is refused is shown as one line, cut', () => {
    const read = readStatement({ ...statement, text: `no\ndomain ${'x'.repeat(500)}` });
    expect(read).toMatchObject({ passedOver: { what: `no domain ${'x'.repeat(110)}…` } });
  });
});
