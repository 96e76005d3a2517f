/**
 * Characters that a reader cannot see or that change what he sees: controls, formats (bidi, zero-width, tags), separators of
 * lines, lone surrogates, private and unassigned code points. Foreign text is shown with these as marks.
 */
const hidden = /\p{Cc}|\p{Cf}|\p{Cn}|\p{Co}|\p{Cs}|\u2028|\u2029|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u3164|\uFFA0/gu;

/** A run of ordinary text, or one hidden character by its code point. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly character: string; readonly mark: string };

/** `U+202E` for a character: at least four hex digits, upper case. */
export function markOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Cuts a text into visible runs and hidden characters; joined again, the pieces give the same text. */
export function splitHidden(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(hidden)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: 'hidden', character: match[0], mark: markOf(match[0]) });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** The text with each hidden character written as `⟨U+202E⟩`. */
export function revealHidden(text: string): string {
  return text.replace(hidden, (character) => `⟨${markOf(character)}⟩`);
}
