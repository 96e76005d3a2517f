import type { Cell, Inline } from '../document/document.ts';
import { escapeHtml, renderForeign } from './escape.ts';

/** How text stands in a line and in a table; the words are the same everywhere. */
export interface InlineRenderer {
  text(inlines: readonly Inline[]): string;
  cell(cell: Cell): string;
}

const momentPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** In the file that is given away: every foreign text in an element of its own, so that it can be looked through piece by piece. */
export const onScreen: InlineRenderer = createRenderer({
  // A time may be broken between date and time of day, and nowhere else.
  moment: (text) => `<span class="moment">${text.replace('T', 'T<wbr>')}</span>`,
  foreign: renderForeign,
});

/**
 * For the browser that sets the PDF and throws the page away. Each element becomes a node of the tagged document, which is two
 * thirds of the time: those that change nothing on paper are left out.
 */
export const onPaper: InlineRenderer = createRenderer({
  moment: (text) => text,
  // All of ASCII is read from left to right: isolation has nothing to do.
  foreign: (text) => (/^[ -~]*$/.test(text) ? escapeHtml(text) : renderForeign(text)),
  valueClass: 'value',
});

interface Manner {
  moment(text: string): string;
  foreign(text: string): string;
  /** Of a cell that is a value and nothing else, instead of an element in it. */
  readonly valueClass?: string;
}

function createRenderer({ moment, foreign, valueClass }: Manner): InlineRenderer {
  const one = (inline: Inline): string => {
    switch (inline.kind) {
      case 'words':
        return momentPattern.test(inline.text) ? moment(inline.text) : escapeHtml(inline.text);
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
      const [first] = cell;
      const isValue = valueClass !== undefined && cell.length === 1 && first?.kind === 'value';
      return isValue ? `<td class="${valueClass}">${foreign(first.text)}</td>` : `<td>${text(cell)}</td>`;
    },
  };
}
