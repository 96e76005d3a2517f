// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { ProseBlocks } from '../../../src/renderer/src/components/ProseBlocks.tsx';
import { nastyValues } from '../../support/nasty-values.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

function show(text: string): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'));
  const made = createRoot(place);
  root = made;
  act(() => made.render(<ProseBlocks text={text} />));
  return place;
}

const own = new Set('bdi blockquote br button code div em h3 h4 h5 h6 hr li ol p pre span strong ul'.split(' '));

describe('formatted notes in the window', () => {
  it('are elements of their kind', () => {
    const place = show('# a\n\n- *b*\n\n2. c\n\n> d\n\n```\ne\n```\n\n***');
    for (const name of ['h3', 'ul em', 'ol[start="2"]', 'blockquote p', 'pre .mono', 'hr'])
      expect(place.querySelector(name), name).not.toBeNull();
  });

  it.each([
    ...nastyValues,
    '[x](javascript:alert(1))',
    '![x](http://evil.example)',
    '<http://evil.example>',
    '<a href="x">',
  ])('have no element or attribute but ours, whatever is written: %j', (text) => {
    for (const element of show(`${text}\n\n> ${text}`).querySelectorAll('*')) {
      expect(own).toContain(element.localName);
      for (const { name } of element.attributes)
        expect(['class', 'translate', 'title', 'start', 'type', 'aria-expanded']).toContain(name);
    }
  });

  it('mark hidden characters in every look', () => {
    expect(show('a\u202Eb **c\u200Bd** `e\u0007f`').querySelectorAll('.hostile-mark')).toHaveLength(3);
  });

  it('show the beginning of a long text, and the rest when asked', () => {
    const place = show(Array.from({ length: 100 }, (_, at) => `Paragraph ${String(at)} of a long note.`).join('\n\n'));
    expect(place.textContent).not.toContain('Paragraph 99');
    act(() => place.querySelector('button')?.click());
    expect(place.textContent).toContain('Paragraph 99');
    expect(place.querySelector('button')?.getAttribute('aria-expanded')).toBe('true');
  });
});
