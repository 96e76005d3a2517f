/** Zero-width characters and soft hyphens, which copying from web pages and documents leaves behind. */
const invisible = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;

const dots = / ?[[({] ?(?:\.|dot) ?[\])}] ?|\[\.|\.\]|\\\./gi;
const colons = /[[({]:[\])}]/g;
const ats = / ?[[({] ?(?:@|at) ?[\])}] ?/gi;
const slashes = /[[({]\/[\])}]/g;

/** Any sign that a text may be defanged, quoted or wrapped; without one {@link repairTokens} and {@link unwrap} change nothing. */
const suspicious =
  /[[\](){}<>"'`\\\u200B-\u200D\u2060\uFEFF\u00AD\u2018-\u201F\u00AB\u00BB]|[.,;:!?]$|^[^:/]*\*|^(?:hxx|htx|hxt|meow|fxp|mailto)/i;

/** Cheap test in front of the careful reading. */
export function maybeFanged(text: string): boolean {
  return suspicious.test(text);
}

/** Longer text is no host; it is repaired once instead of until nothing changes, so that no text costs quadratic time. */
const maxHostLength = 1024;

/** Brings the dots and colons of a host back, nested ones too. */
export function repairHost(host: string): string {
  let result = host;
  while (/[[\](){}\\]/.test(result)) {
    const next = result.replace(dots, '.').replace(colons, ':');
    if (next === result || host.length > maxHostLength) return next;
    result = next;
  }
  return result;
}

/** Brings dots, colons, slashes and `@` back in a text that is not a URL. */
export function repairTokens(text: string): string {
  return removeInvisible(text).replace(dots, '.').replace(colons, ':').replace(slashes, '/').replace(ats, '@');
}

const fragmentDots = /[[({](?:\.|dot)[\])}]/gi;
const fragmentAts = /[[({](?:@|at)[\])}]/gi;

/** Like {@link repairTokens} for half an indicator, where a lone bracket or `\\.` may be part of a path. */
export function repairFragment(text: string): string {
  const repaired = removeInvisible(text).replace(fragmentDots, '.').replace(colons, ':').replace(fragmentAts, '@');
  return repaired.replace(/^h(?:xx|\*\*)p(?=s?:)/i, 'http').replace(/^meow(?=s?:)/i, 'http');
}

/** Takes invisible characters out. */
export function removeInvisible(text: string): string {
  return text.replace(invisible, '');
}

const pairs: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['\u201C', '\u201D'],
  ['\u2018', '\u2019'],
  ['\u00AB', '\u00BB'],
]);

/**
 * Takes away what surrounds an indicator in prose: blanks, brackets and quotes in pairs, and closing punctuation. A closing
 * parenthesis that has its opening one inside the text belongs to the text.
 */
export function unwrap(text: string): string {
  let start = 0;
  let end = text.length;
  let open = countOf(text, '(') - countOf(text, ')');
  for (;;) {
    const first = text[start] ?? '';
    const last = text[end - 1] ?? '';
    if (end - start < 2) break;
    if (isBlank(first)) start += 1;
    else if (isBlank(last) || '.,;'.includes(last)) end -= 1;
    else if (pairs.get(first) === last) {
      start += 1;
      end -= 1;
    } else if (last === ')' && open < 0) {
      end -= 1;
      open += 1;
    } else break;
  }
  return text.slice(start, end);
}

const isBlank = (character: string): boolean => character.trim() === '';

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}
