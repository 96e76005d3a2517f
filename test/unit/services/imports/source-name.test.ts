import { describe, expect, it } from 'vitest';
import { sourceNameOf } from '#main/services/imports/source-name.ts';
import { connectionNameSchema } from '#shared/model/ids.ts';

describe('the name of a source', () => {
  it.each([
    ['report.json', 'import report.json'],
    ['a/b\u0000c.csv', 'import a_b_c.csv'],
    ['half \uD842 of a character.csv', 'import half _ of a character.csv'],
    ['hid\u200Bden.csv', 'import hidden.csv'],
    ['u\u0308'.repeat(40), `import ${'ü'.repeat(40)}`],
  ])('says which file it was: %j', (fileName, expected) => {
    expect(sourceNameOf(fileName)).toBe(expected);
  });

  // A character of two units stands at every place in turn, so that the cut falls into one.
  it.each([0, 1])(
    'keeps what can be read of a long name, and ends with no half of a character (%i before)',
    (before) => {
      const fileName = `${'x'.repeat(before)}${'𠮷'.repeat(40)}`;
      const name = sourceNameOf(fileName);
      expect(name).toMatch(new RegExp(`^import x{${before}}𠮷{23,24} [0-9a-f]{8}$`, 'u'));
      expect(connectionNameSchema.parse(name)).toBe(name);
      expect(sourceNameOf(`${fileName}.csv`)).not.toBe(name);
    },
  );
});
