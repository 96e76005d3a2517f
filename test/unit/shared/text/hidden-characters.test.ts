import { describe, expect, it } from 'vitest';
import { revealHidden, splitHidden } from '#shared/text/hidden-characters.ts';

const hidden = [
  0x00, 0x0a, 0x1b, 0x7f, 0x9b, 0xad, 0x034f, 0x0378, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x200b, 0x202e, 0x2028, 0x2029,
  0x2066, 0x3164, 0xd800, 0xe000, 0xfeff, 0xffa0, 0xe0041,
];

describe('hidden characters', () => {
  it.each(hidden.map((codePoint) => [codePoint.toString(16), codePoint] as const))(
    '%s is marked',
    (_name, codePoint) => {
      const character = String.fromCodePoint(codePoint);
      const mark = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
      expect(revealHidden(`a${character}b`)).toBe(`a⟨${mark}⟩b`);
      expect(splitHidden(`a${character}b`)).toEqual([
        { kind: 'text', text: 'a' },
        { kind: 'hidden', character, mark },
        { kind: 'text', text: 'b' },
      ]);
    },
  );

  it('leaves what can be seen alone', () => {
    for (const text of ['evil.example/a b?c=d', 'пример.рф', '例え.テスト', 'שלום', 'é', '👍']) {
      expect(revealHidden(text)).toBe(text);
    }
  });
});
