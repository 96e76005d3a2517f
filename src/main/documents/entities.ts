/** Names of characters that texts about indicators use; others stay as they are. */
const names: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  shy: '\u00AD',
  period: '.',
  colon: ':',
  sol: '/',
  bsol: '\\',
  commat: '@',
  lbrack: '[',
  rbrack: ']',
  lpar: '(',
  rpar: ')',
  lowbar: '_',
  hyphen: '-',
  ndash: '\u2013',
  mdash: '\u2014',
  hellip: '\u2026',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ldquo: '\u201C',
  rdquo: '\u201D',
  laquo: '\u00AB',
  raquo: '\u00BB',
  uuml: '\u00FC',
  ouml: '\u00F6',
  auml: '\u00E4',
  szlig: '\u00DF',
  eacute: '\u00E9',
  ZeroWidthSpace: '\u200B',
};

/** One character reference, `&…;`. */
export const entity = /&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,16});/g;

/** The character that a reference stands for; the reference itself when it is not known. */
export function decodeEntity(reference: string): string {
  const name = reference.slice(1, -1);
  if (!name.startsWith('#')) return names[name] ?? reference;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : reference;
}
