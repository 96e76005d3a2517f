import { describe, expect, it } from 'vitest';
import { connectionNameSchema } from '#shared/model/ids.ts';
import { foldName } from '#shared/text/fold-name.ts';

describe('the name of a connection', () => {
  it.each([
    'dd',
    'Falcon EU (prod)',
    "Xi'an & Ko.",
    'Zürich',
    'Trần Nguyễn',
    'दिल्ली',
    'ประเทศไทย',
    'العربيّة',
    'L·L, S.A.',
    '東京 2',
    'x'.repeat(64),
  ])('may be %s', (name) => {
    expect(connectionNameSchema.parse(name)).toBe(name.normalize('NFC'));
  });

  it.each([
    ['nothing', ' '],
    ['too much', 'x'.repeat(65)],
    ['a slash', 'a/b'],
    ['a path', '../x'],
    ['a control character', 'a\u0007b'],
    ['a line break', 'a\nb'],
    ['a turn of the line', 'a\u202Eb'],
    ['a zero-width space', 'a\u200Bb'],
    ['a zero-width joiner', 'a\u200Db'],
    ['a soft hyphen', 'a\u00ADb'],
    ['an invisible mark', 'a\u034Fb'],
    ['a variation selector', 'a\uFE0Fb'],
    ['a filler', 'a\u3164b'],
    ['a mark without a letter', '\u0301a'],
    ['a dash in front', '-a'],
    ['quotes', 'a"b'],
    ['a surrogate', 'a\uD800b'],
  ])('may not have %s', (_what, name) => {
    expect(connectionNameSchema.safeParse(name).success).toBe(false);
  });

  it('is kept composed, and compared without case and composition', () => {
    expect(connectionNameSchema.parse('Zu\u0308rich')).toBe('Z\u00FCrich');
    expect(foldName(' ZU\u0308RICH ')).toBe(foldName('z\u00FCrich'));
    expect(foldName('a')).not.toBe(foldName('\u00E4'));
  });
});
