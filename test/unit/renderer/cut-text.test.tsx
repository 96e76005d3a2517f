import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { CutText, drawCutForeign } from '../../../src/renderer/src/components/CutText.tsx';

const titleOf = (text: string): string =>
  /title="([^"]*)"/.exec(renderToStaticMarkup(<CutText text={text}>x</CutText>))?.[1] ?? '';

it('what a cell cuts off is told by its tooltip, hidden characters as marks', () => {
  expect(titleOf('evil\u202E.example')).toBe('evil⟨U+202E⟩.example');
});

it('what a cell shows of foreign text has hidden characters as marks too', () => {
  const shown = renderToStaticMarkup(drawCutForeign('evil\u202E.example')).replace(/<[^>]*>/g, '');
  expect(shown).toBe('evilU+202E.example');
});

it('a long text is cut in the tooltip too, and ends with no half of a character', () => {
  expect(titleOf('x'.repeat(400))).toBe(`${'x'.repeat(300)}…`);
  expect(titleOf(`${'x'.repeat(299)}😀`)).toBe(`${'x'.repeat(299)}\uFFFD…`);
});
