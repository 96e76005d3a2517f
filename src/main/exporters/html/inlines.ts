import type { Cell, Inline } from '../document/document.ts';
import { escapeHtml, renderForeign } from './escape.ts';

/** How text stands in a line and in a table; the words are the same everywhere. */
export interface InlineRenderer {
  text(inlines: readonly Inline[]): string;
  cell(cell: Cell): string;
}

/** A time may be broken between date and time of day, and nowhere else: the style sheet holds the rest together. */
const breakMoment = (text: string): string => text.replace('T', 'T<wbr>');
const momentPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Times, days and names in a sentence: a browser would break them at their hyphens. */
const heldInside =
  /(?<![\w-])(?:(?<moment>\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d\.\d{3}Z)?)|SHA-(?:1|256)|E-mail|CASE-\d{4,9})(?![\w-])/g;

/** Our own words, with each time and each name in them held together. */
export function renderWords(text: string): string {
  return escapeHtml(text).replace(heldInside, (held, moment?: string) =>
    moment === undefined ? `<span class="whole">${held}</span>` : `<span class="moment">${breakMoment(moment)}</span>`,
  );
}

/** In the file that is given away: every foreign text in an element of its own, so that it can be looked through piece by piece. */
export const onScreen: InlineRenderer = createRenderer({
  foreign: renderForeign,
  marksCells: false,
});

/**
 * For the browser that sets the PDF and throws the page away. Each element becomes a node of the tagged document, which is two
 * thirds of the time: those that change nothing on paper are left out.
 */
export const onPaper: InlineRenderer = createRenderer({
  // All of ASCII is read from left to right: isolation has nothing to do.
  foreign: (text) => (/^[ -~]*$/.test(text) ? escapeHtml(text) : renderForeign(text)),
  marksCells: true,
});

interface Manner {
  foreign(text: string): string;
  /** A cell that is a value or a time and nothing else is told as such by its class, instead of by an element in it. */
  readonly marksCells: boolean;
}

function createRenderer({ foreign, marksCells }: Manner): InlineRenderer {
  const one = (inline: Inline): string => {
    switch (inline.kind) {
      case 'words':
        return renderWords(inline.text);
      case 'foreign':
        return foreign(inline.text);
      case 'value':
        return `<code>${foreign(inline.text)}</code>`;
    }
  };
  const text = (inlines: readonly Inline[]): string => inlines.map(one).join('');
  return {
    text,
    cell(cell) {
      const only = marksCells && cell.length === 1 ? cell[0] : undefined;
      if (only?.kind === 'value') return `<td class="value">${foreign(only.text)}</td>`;
      if (only?.kind === 'words' && momentPattern.test(only.text))
        return `<td class="moment">${breakMoment(only.text)}</td>`;
      return `<td>${text(cell)}</td>`;
    },
  };
}
