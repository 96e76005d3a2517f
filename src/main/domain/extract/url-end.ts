/** What no URL in a text contains; a backslash begins an escape sequence of some program. */
const stop = /[\s"<>`|\\^\u201C\u201D\u201E\u00AB\u00BB\u2018\u2019]/;
/** A comma or semicolon ends a URL when what follows is another indicator. */
const nextInList =
  /^[,;](?:[a-z*]{2,8}:\/\/|h[tx*]{2}ps?[[:]|[0-9a-f]{32,64}(?:[,;\s]|$)|\d{1,3}(?:\.|\[\.\])\d|["']|$)/i;
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Longest URL that is followed in a text. */
const maxLength = 16_384;

/**
 * Where a URL ends: at a blank or quote, at a bracket that was not opened inside it, at the punctuation of the sentence.
 *
 * @param from offset behind the host.
 * @param before the character before the URL: what was quoted ends with the same quote.
 */
export function endOfUrl(text: string, from: number, before: string): number {
  const end = hardEnd(text, from, before);
  let last = end;
  while (last > from && /[.,;:!?*'_~)\]}\u2026]/.test(text.charAt(last - 1)) && isTrailing(text, from, last)) last -= 1;
  return last;
}

function hardEnd(text: string, from: number, before: string): number {
  const limit = Math.min(text.length, from + maxLength);
  const open: string[] = [];
  let at = from;
  for (; at < limit; at += 1) {
    const character = text.charAt(at);
    if ((stop.test(character) && !(at === from && character === '\\')) || (character === before && before === "'"))
      break;
    if ('([{'.includes(character)) open.push(character);
    const opener = closing[character];
    if (opener !== undefined && open.pop() !== opener) break;
    if ((character === ',' || character === ';') && nextInList.test(text.slice(at, at + 80))) break;
    if (
      character === ':' &&
      at > from &&
      /(?:https?|hxxps?)$/i.test(text.slice(at - 5, at)) &&
      /[,;|]/.test(text.charAt(at - 6))
    )
      break;
  }
  return at;
}

/** `_` and `*` at the end are emphasis only when they were before it too; closing brackets stay when they were opened. */
function isTrailing(text: string, from: number, end: number): boolean {
  const last = text.charAt(end - 1);
  const opener = closing[last];
  if (last === '_' || last === '*' || last === '~') return false;
  if (opener === undefined) return true;
  const inside = text.slice(from, end);
  return inside.split(last).length > inside.split(opener).length;
}
