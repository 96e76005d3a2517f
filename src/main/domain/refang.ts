/** Anything that refanging could change; most text of a vendor has none of it and is returned at once. */
const suspicious = /[[\](){}<>"'\u200B-\u200D\u2060\uFEFF\u00AD]|\\\.|hxxp|h\*\*p|fxp|meow|[.,;]$/i;

/** Our own spelling: written by {@link defang}, so that the rest of the URL is exact and must not be touched. */
const ownUrl = /^([a-z][a-z0-9+.-]*)\[:\/\/\]([^/?#]*)(.*)$/is;

/** Spellings of one character, each with what it stands for; blanks around the words are part of the spelling. */
const spellings: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, ''],
  [/\s*[[({]\s*:\/\/\s*[\])}]\s*/g, '://'],
  [/\s*[[({]\s*(?:\.|dot)\s*[\])}]\s*/gi, '.'],
  [/\[\.(?=[\p{L}\p{N}])/gu, '.'],
  [/(?<=[\p{L}\p{N}])\.\]/gu, '.'],
  [/\\\./g, '.'],
  [/[[({]\s*:\s*[\])}]/g, ':'],
  [/[[({]\s*\/\s*[\])}]/g, '/'],
  [/\s*[[({]\s*(?:@|at)\s*[\])}]\s*/gi, '@'],
];

const schemes: Readonly<Record<string, string>> = {
  hxxp: 'http',
  hxxps: 'https',
  'h**p': 'http',
  'h**ps': 'https',
  meow: 'http',
  meows: 'https',
  fxp: 'ftp',
  fxps: 'ftps',
};

const wrappers: readonly (readonly [open: string, close: string])[] = [
  ['<', '>'],
  ['"', '"'],
  ["'", "'"],
  ['[', ']'],
];

/**
 * Undoes the spellings by which people keep indicators from being followed; pure, linear.
 *
 * The text as a whole is taken for one indicator: wrapping brackets and quotes and trailing `.,;)` go too. What
 * {@link defang} wrote comes back to the letter.
 */
export function refang(text: string): string {
  if (!suspicious.test(text)) return text;
  const own = ownUrl.exec(text);
  if (own !== null) return `${realScheme(own[1] ?? '')}://${undoSpellings(own[2] ?? '')}${own[3] ?? ''}`;
  return restoreScheme(unwrap(undoSpellings(text)));
}

function undoSpellings(text: string): string {
  return spellings.reduce((current, [pattern, meaning]) => current.replace(pattern, meaning), text);
}

function unwrap(text: string): string {
  let inner = text.trim();
  for (let isOpen = true; isOpen && inner.length > 2; ) {
    const pair = wrappers.find(([open, close]) => inner.startsWith(open) && inner.endsWith(close));
    isOpen = pair !== undefined;
    if (isOpen) inner = inner.slice(1, -1).trim();
  }
  let end = inner.length;
  while (end > 0 && isTrailing(inner, end)) end -= 1;
  return inner.slice(0, end);
}

/** A closing parenthesis belongs to the text when it was opened in it. */
function isTrailing(text: string, end: number): boolean {
  const last = text[end - 1] ?? '';
  if (last === ')') return !text.slice(0, end - 1).includes('(');
  return last === '.' || last === ',' || last === ';';
}

function restoreScheme(text: string): string {
  const match = /^([a-z*]+):\/\//i.exec(text);
  if (match?.[1] === undefined) return text;
  return `${realScheme(match[1])}${text.slice(match[1].length)}`;
}

function realScheme(scheme: string): string {
  return schemes[scheme.toLowerCase()] ?? scheme;
}
