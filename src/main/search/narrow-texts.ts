import { type Bits, countBits, keepBits } from './bits.ts';
import type { TextCondition } from './condition.ts';
import { type Edge, edgeWidth, narrowToEdge } from './narrow-edges.ts';
import type { Slice, Texts } from './texts.ts';
import type { RowsToNarrow } from './tools.ts';

type Bytes = Buffer<ArrayBuffer>;

/** A text condition as bytes. */
export interface TextPattern {
  readonly pieces: readonly Bytes[];
  readonly anchoredStart: boolean;
  readonly anchoredEnd: boolean;
}

export function patternOf({ pieces, anchoredStart, anchoredEnd }: TextCondition): TextPattern {
  return { pieces: pieces.map((piece) => Buffer.from(piece)), anchoredStart, anchoredEnd };
}

/** Of fewer rows than one in so many, each is looked at alone. */
const sparse = 40;

/** Keeps those rows of a set whose text fits. */
export function narrowToTexts(texts: Texts, pattern: TextPattern, { rows, tools }: RowsToNarrow): void {
  const edge = edgeOf(pattern);
  if (edge !== undefined) {
    narrowToEdge(texts, edge, rows);
    const isWhole = pattern.anchoredStart && pattern.anchoredEnd;
    if (pattern.pieces.length > 1 || isWhole || edge.piece.length > edgeWidth) testEach(texts, pattern, rows);
    return;
  }
  const { pool, scanner } = tools;
  const size = texts.offsets.length - 1;
  if (scanner === undefined || countBits(rows) * sparse < size) {
    testEach(texts, pattern, rows);
    return;
  }
  const found = pool.take(size);
  scanner.findRows(texts, longestOf(pattern), found);
  keepBits(rows, found);
  pool.give(found);
  if (pattern.pieces.length > 1) testEach(texts, pattern, rows);
}

/** What each text can be asked for at a known place. Undefined where the piece may be anywhere. */
function edgeOf({ pieces, anchoredStart, anchoredEnd }: TextPattern): Edge | undefined {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (anchoredStart && first !== undefined) return { piece: first, at: 'start' };
  return anchoredEnd && last !== undefined ? { piece: last, at: 'end' } : undefined;
}

/** To be looked for in all texts in one go. */
function longestOf({ pieces }: TextPattern): Bytes {
  return pieces.reduce((best, piece) => (piece.length > best.length ? piece : best));
}

function testEach({ bytes, offsets }: Texts, pattern: TextPattern, rows: Bits): void {
  for (let at = 0; at < rows.length; at += 1) {
    let hits = 0;
    for (let rest = rows[at] ?? 0; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      const row = (at << 5) + bit;
      if (fitsAt(bytes, offsets[row] ?? 0, offsets[row + 1] ?? 0, pattern)) hits |= 1 << bit;
    }
    rows[at] = hits;
  }
}

/** Whether one text fits. */
export function fits({ bytes, start, end }: Slice, pattern: TextPattern): boolean {
  return fitsAt(bytes, start, end, pattern);
}

// Without an object per row: it is asked for millions of them.
function fitsAt(
  bytes: Bytes,
  start: number,
  end: number,
  { pieces, anchoredStart, anchoredEnd }: TextPattern,
): boolean {
  let from = start;
  let to = end;
  let first = 0;
  let last = pieces.length;
  if (anchoredStart) {
    const piece = pieces[0];
    if (piece === undefined || !isAt(bytes, from, piece) || from + piece.length > to) return false;
    from += piece.length;
    first = 1;
    // The whole value is named.
    if (anchoredEnd && pieces.length === 1) return from === to;
  }
  if (anchoredEnd && last > first) {
    const piece = pieces[last - 1];
    if (piece === undefined || to - piece.length < from || !isAt(bytes, to - piece.length, piece)) return false;
    to -= piece.length;
    last -= 1;
  }
  for (; first < last; first += 1) {
    const piece = pieces[first];
    if (piece === undefined) return false;
    const at = indexIn(bytes, piece, from, to);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

function isAt(bytes: Bytes, at: number, piece: Bytes): boolean {
  for (let index = 0; index < piece.length; index += 1) if (bytes[at + index] !== piece[index]) return false;
  return true;
}

function indexIn(bytes: Bytes, piece: Bytes, from: number, to: number): number {
  const head = piece[0] ?? 0;
  for (let at = from; at + piece.length <= to; at += 1) if (bytes[at] === head && isAt(bytes, at, piece)) return at;
  return -1;
}
