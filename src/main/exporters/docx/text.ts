import { splitHidden } from '#shared/text/hidden-characters.ts';
import type { Inline } from '../document/document.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML: nothing in it can open an element. What XML forbids is hidden by nature and has become a mark before. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

/** A run of one look. @param style of the characters; none for that of the paragraph. */
export function renderRun(text: string, style?: string): string {
  const look = style === undefined ? '' : `<w:rPr><w:rStyle w:val="${style}"/></w:rPr>`;
  return `<w:r>${look}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
}

const lineBreak = '<w:r><w:br/></w:r>';
const momentPattern = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d{3}Z)$/;

/**
 * The runs of a line.
 * @param isNarrow in a column of a table, where a time stands on two lines.
 */
export function renderRuns(inlines: readonly Inline[], isNarrow = false): string {
  return inlines.map((inline) => renderInline(inline, isNarrow)).join('');
}

function renderInline({ kind, text }: Inline, isNarrow: boolean): string {
  if (kind === 'words') {
    const [, day, time] = (isNarrow && momentPattern.exec(text)) || [];
    return day === undefined || time === undefined
      ? renderRun(text)
      : `${renderRun(`${day}T`)}${lineBreak}${renderRun(time)}`;
  }
  return renderForeign(text, kind === 'value' ? 'Value' : undefined);
}

/** Foreign text: hidden characters as visible marks, line breaks kept as breaks. @param style as of {@link renderRun}. */
export function renderForeign(text: string, style: string | undefined): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) =>
      splitHidden(line)
        .map((piece) => (piece.kind === 'text' ? renderRun(piece.text, style) : renderRun(piece.mark, 'HiddenMark')))
        .join(''),
    )
    .join(lineBreak);
}

/** A paragraph of runs in one of the styles of `styles.ts`. */
export function renderParagraph(runs: string, style?: string): string {
  const look = style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${look}${runs}</w:p>`;
}
