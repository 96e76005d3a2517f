const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What XML 1.0 allows no document to contain, not even escaped; lone surrogates among it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced here
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;

/** Text as XML 1.0, exact but for what XML forbids, which becomes U+FFFD; breaks are escaped since parsers rewrite them. */
export function escapeXml(text: string): string {
  return text.replace(forbidden, '\uFFFD').replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? '');
}
