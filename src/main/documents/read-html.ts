import { type DocumentText, type Piece, wholePiece } from './document.ts';
import { decodeEntity, entity } from './entities.ts';

/** Stands where a tag or the rest of a character reference was, so that every place keeps its offset; no reader sees it. */
const nothing = '\u200B';
/** Elements inside a line of text; all others end it. */
const inline: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code em font i kbd mark q s samp small span strike strong sub sup tt u var wbr ins del label'.split(
    ' ',
  ),
);
/** Elements whose text is not for readers. */
const silent: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head']);
/** Where an attribute leads to. */
const linking: ReadonlySet<string> = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'poster',
  'background',
  'cite',
]);

const tag =
  /<!--|<!\[CDATA\[|<[!?][^>]*>?|<\/?([a-zA-Z][a-zA-Z0-9:-]{0,40})((?:[^>"']|"[^"]{0,65536}"|'[^']{0,65536}')*)>?/y;
const attribute = /([a-zA-Z-]{2,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

/**
 * What a reader of the page sees, and where its links, forms and frames lead. Nothing is run, built or fetched: tags are blanked,
 * so that each place keeps its offset in the file.
 */
export function readHtml(source: string, place: string | null = null): DocumentText {
  const links: Piece[] = [];
  const parts: string[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('<', at);
    const end = open < 0 ? source.length : open;
    parts.push(decodeEntities(source.slice(at, end)));
    if (open < 0) break;
    at = passTag(source, open, { parts, links, unclosed });
  }
  const text = parts.join('');
  return { format: 'html', pieces: [wholePiece(text, place), ...withLines(source, links, place)], inner: [] };
}

interface Reading {
  readonly parts: string[];
  readonly links: Piece[];
  /** Names of silent elements that nothing closes from here on: nobody searches for their ends again. */
  readonly unclosed: Set<string>;
}

/** @returns the offset behind the tag, or behind the element when its text is not for readers. */
function passTag(source: string, open: number, { parts, links, unclosed }: Reading): number {
  tag.lastIndex = open;
  const match = tag.exec(source);
  if (match === null) {
    parts.push('<');
    return open + 1;
  }
  const name = match[1]?.toLowerCase();
  if (name === undefined) {
    const closing = match[0] === '<!--' ? '-->' : match[0] === '<![CDATA[' ? '\\]\\]>' : '';
    const end = closing === '' ? open + match[0].length : (endBehind(source, closing, open) ?? source.length);
    parts.push(nothing.repeat(end - open));
    return end;
  }
  const end = open + match[0].length;
  if (!match[0].startsWith('</')) collectLinks(match[2] ?? '', open + 1 + name.length, links);
  if (silent.has(name) && !unclosed.has(name) && !match[0].startsWith('</') && !match[0].endsWith('/>')) {
    const behind = endBehind(source, `</${name}(?![\\w-])`, end);
    if (behind !== undefined) {
      parts.push(`\n${nothing.repeat(behind - open - 1)}`);
      return behind;
    }
    // What was forgotten, or left out as may be of a head, hides nothing.
    unclosed.add(name);
  }
  parts.push(inline.has(name) ? nothing.repeat(end - open) : `\n${nothing.repeat(end - open - 1)}`);
  return end;
}

/** Behind the first of a pattern, without case as names of elements are; undefined when it never comes. */
function endBehind(source: string, closing: string, from: number): number | undefined {
  const search = new RegExp(closing, 'gi');
  search.lastIndex = from;
  return search.test(source) ? search.lastIndex : undefined;
}

function collectLinks(attributes: string, offset: number, links: Piece[]): void {
  for (const match of attributes.matchAll(attribute)) {
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    const isLink = linking.has(match[1]?.toLowerCase() ?? '') && !/^(?:#|data:|javascript:)/i.test(value);
    if (!isLink || value === '') continue;
    const start = offset + match.index + match[0].lastIndexOf(value);
    links.push({
      text: decodeEntities(value),
      offset: start,
      line: 1,
      isOneLine: true,
      place: `attribute ${match[1]?.toLowerCase()}`,
    });
  }
}

/** Counts lines once for all of them; they come in order. */
function withLines(source: string, links: readonly Piece[], place: string | null): readonly Piece[] {
  let line = 1;
  let counted = 0;
  return links.map((link) => {
    for (let at = source.indexOf('\n', counted); at >= 0 && at < link.offset; at = source.indexOf('\n', counted)) {
      line += 1;
      counted = at + 1;
    }
    return { ...link, line, place: place === null ? link.place : `${place}, ${link.place}` };
  });
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(entity, (reference) => {
    const character = decodeEntity(reference);
    return character + nothing.repeat(Math.max(0, reference.length - character.length));
  });
}
