/** Marks of places in a rendered template, from the private use area; data cannot hold them, see {@link printText}. */
export const marks = { open: '\uE000', close: '\uE001', section: '\uE002' } as const;
const anyMark = /[\uE000-\uE002]/g;

/** A text without any marks. */
export function removeMarks(text: string): string {
  return text.replace(anyMark, '');
}

/** A text between its marks, so that it is text wherever it stands: a forged mark in it is shown as hidden characters are. */
export function printText(text: string): string {
  const shown = text.replace(anyMark, (mark) => `⟨U+${mark.charCodeAt(0).toString(16).toUpperCase()}⟩`);
  return shown === '' ? '' : marks.open + shown + marks.close;
}
