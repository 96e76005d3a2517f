import { expect, it } from 'vitest';
import { escapeMarkdown, renderCode } from '#shared/text/markdown.ts';

it('escapes all punctuation, and makes one line of several', () => {
  expect(escapeMarkdown('<b>&amp;')).toBe('&lt;b&gt;&amp;amp\\;');
  expect(escapeMarkdown('*a*\r\n# b\t|\u2028c')).toBe('\\*a\\* \\# b \\| c');
  expect(escapeMarkdown('a\u202Eb')).toBe('a⟨U\\+202E⟩b');
});

it('fences code so that nothing inside ends it, and a table does not see its bars', () => {
  expect(renderCode('a``b', false)).toBe('``` a``b ```');
  expect([renderCode('a|b', true), renderCode('a|b', false)]).toEqual(['` a\\|b `', '` a|b `']);
});
