/** East Asian wide and full-width characters and pictographs: two columns of a terminal. Unicode Standard Annex 11. */
const wide =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const plain = /^[\x20-\x7E]*$/;
const combining = /^\p{M}$/u;

/** Columns that a text without control characters takes in a terminal. */
export function measureText(text: string): number {
  if (plain.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** The text, or as much of its beginning as fits with an ellipsis behind it. */
export function cutText(text: string, columns: number): string {
  if (text.length <= columns && plain.test(text)) return text;
  let used = 0;
  let fitting = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > columns) return `${text.slice(0, fitting)}…`;
    // Room for the ellipsis, should the text turn out to be too long.
    if (used <= columns - 1) fitting += character.length;
  }
  return text;
}

function widthOf(character: string): number {
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
