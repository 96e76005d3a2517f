import { type ReportSection, reportSections } from '#shared/model/report.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type Block, foreign, type Inline, words } from '../document/document.ts';
import { marks } from './marks.ts';

/** A block of a rendered template, or a place where one of the report's own sections stands. */
export type Piece = Block | { readonly kind: 'section'; readonly section: ReportSection };

/**
 * Reads the little markup of templates: `##` and `###` headings, `-` lists, `|` tables, a blank line between paragraphs. What
 * the template printed of the data stands between marks and is text, whatever it looks like; there is no link and no HTML.
 */
export function* readMarkup(rendered: string): Iterable<Piece> {
  const lines = joinMarked(rendered.split('\n'));
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]?.trim() ?? '';
    const kind = kindOf(line);
    let end = at + 1;
    if (kind === 'item' || kind === 'row' || kind === 'text')
      while (kindOf(lines[end]?.trim() ?? '') === kind) end += 1;
    const group = lines.slice(at, end).map((one) => one.trim());
    at = end;
    yield* pieceOf(kind, group);
  }
}

type Kind = 'blank' | 'section' | 'heading' | 'item' | 'row' | 'text';

function kindOf(line: string): Kind {
  if (line === '') return 'blank';
  if (line.startsWith(marks.section)) return 'section';
  if (/^#{1,6} /.test(line)) return 'heading';
  if (/^[-*] /.test(line)) return 'item';
  return line.startsWith('|') ? 'row' : 'text';
}

function* pieceOf(kind: Kind, lines: readonly string[]): Iterable<Piece> {
  const [first = ''] = lines;
  switch (kind) {
    case 'blank':
      return;
    case 'section': {
      const section = reportSections.find((known) => known === first.slice(1));
      if (section !== undefined) yield { kind: 'section', section };
      return;
    }
    case 'heading':
      yield { kind: 'heading', level: first.startsWith('###') ? 3 : 2, text: readInlines(first.replace(/^#+ /, '')) };
      return;
    case 'item':
      yield { kind: 'list', items: lines.map((line) => readInlines(line.slice(2))) };
      return;
    case 'row':
      yield tableOf(lines);
      return;
    case 'text':
      yield { kind: 'paragraph', text: readInlines(lines.join(' ')) };
  }
}

/** A first row is the head; a line of dashes below it, as Markdown wants it, says nothing. */
function tableOf(lines: readonly string[]): Block {
  const [head = [], ...rest] = lines.filter((line) => !/^\|[\s:|-]+$/.test(line)).map(splitCells);
  const rows = rest.map((cells) => head.map((_, index) => readInlines(cells[index] ?? '')));
  return { kind: 'table', about: 'template', columns: head.map(plain), rows };
}

/** Bars inside a marked text separate nothing. */
function splitCells(line: string): readonly string[] {
  const cells: string[] = [''];
  let isMarked = false;
  for (const character of line.replace(/^\|/, '').replace(/\|$/, '')) {
    if (character === marks.open) isMarked = true;
    if (character === marks.close) isMarked = false;
    if (character === '|' && !isMarked) cells.push('');
    else cells[cells.length - 1] += character;
  }
  return cells.map((cell) => cell.trim());
}

function readInlines(text: string): readonly Inline[] {
  return text.split(marks.open).flatMap((part, index) => {
    if (index === 0) return part === '' ? [] : [words(part)];
    const [inside = '', after = ''] = part.split(marks.close, 2);
    return [foreign(inside), ...(after === '' ? [] : [words(after)])];
  });
}

/** Heads of columns are words: what the template put into them of the data is shown with its hidden characters. */
function plain(text: string): string {
  return readInlines(text)
    .map(({ text: inside }) => revealHidden(inside.replaceAll(/\s+/g, ' ')))
    .join('');
}

/** A line break inside a marked text is no end of a line. */
function joinMarked(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    if (isOpen) joined[joined.length - 1] += `\n${line}`;
    else joined.push(line);
    const [open, close] = [line.lastIndexOf(marks.open), line.lastIndexOf(marks.close)];
    if (open !== close) isOpen = open > close;
  }
  return joined;
}
