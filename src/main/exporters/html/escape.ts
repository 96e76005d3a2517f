import { splitHidden } from '#shared/text/hidden-characters.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** The one function through which text reaches HTML: nothing in it can open a tag, an attribute or an entity. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character] ?? '');
}

/** Foreign text: isolated in direction, hidden characters as visible marks, line breaks kept as breaks. */
export function renderForeign(text: string): string {
  const pieces = text.split(/\r\n|\r|\n/).map((line) =>
    splitHidden(line)
      .map((piece) => (piece.kind === 'text' ? escapeHtml(piece.text) : `<span class="hidden">${piece.mark}</span>`))
      .join(''),
  );
  return `<bdi>${pieces.join('<br>')}</bdi>`;
}
