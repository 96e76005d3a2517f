/** Words that no file or key name goes on after; a name with blanks in it is followed only past other words. */
const linking: ReadonlySet<string> = new Set(
  'and or to in from then was is were are with on at by as for of into via that which where when but not the a an it its using under'.split(
    ' ',
  ),
);
const knownEnding =
  /\.(?:exe|dll|sys|bat|cmd|ps1|vbs|js|jse|hta|lnk|scr|pif|cpl|msi|docx?|docm|xlsx?|xlsm|pptx?|pdf|rtf|zip|rar|7z|iso|img|txt|log|dat|tmp|ini|bin|jar|py|sh|so|db|xml|json|html?|cab|chm|ocx|php|aspx?)$/i;

/** How far a name with blanks is followed, and how many words a part of it may have. */
const maxLookAhead = 80;

/**
 * Whether a path or key goes on behind a blank: only when further words of the same line lead to another backslash or to a
 * file's ending, as in `C:\Program Files\Some Vendor\tool.exe`.
 *
 * @param so far what was read up to the blank.
 */
export function goesOnBehindBlank(text: string, blank: number, soFar: string): boolean {
  if (knownEnding.test(soFar)) return false;
  const ahead = text.slice(blank + 1, blank + 1 + maxLookAhead).split(/[\r\n\t"<>|*?;,]/, 1)[0] ?? '';
  const words = ahead.split(' ').slice(0, 4);
  for (const word of words) {
    if (
      word === '' ||
      linking.has(word.toLowerCase()) ||
      /^(?:[a-z]:|\\|\/|%|hk[a-z_]+\\)/i.test(word) ||
      word.includes(':')
    )
      return false;
    if (/^[\w.()&+~@$#{}[\]-]+\\/.test(word)) return true;
    if (!/^[\w.()&+~@$#-]+$/.test(word)) return false;
    if (knownEnding.test(word)) return true;
  }
  return false;
}

/** Full stops, commas, closing brackets and quotes behind a name are the sentence's. */
export function trimTail(text: string): string {
  let end = text.length;
  while (end > 0 && '.,;:!?\'"`*'.includes(text.charAt(end - 1))) end -= 1;
  while (end > 0 && ')]}'.includes(text.charAt(end - 1)) && isUnopened(text.slice(0, end))) end -= 1;
  return end === text.length ? text : trimTail(text.slice(0, end));
}

function isUnopened(text: string): boolean {
  const last = text.charAt(text.length - 1);
  const opener = last === ')' ? '(' : last === ']' ? '[' : '{';
  return text.split(last).length > text.split(opener).length;
}

/** `C:\\Users\\x`, as programs print it: every separator doubled. */
export function collapseDoubled(text: string): string {
  const body = text.startsWith('\\\\') ? text.slice(2) : text;
  const isDoubled = body.includes('\\\\') && !/(?:^|[^\\])\\(?:[^\\]|$)/.test(body);
  return isDoubled ? text.replaceAll('\\\\', '\\') : text;
}
