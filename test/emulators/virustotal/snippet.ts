import { type Draw, drawBelow, mix } from '../world/random.ts';

const BEGIN = '*begin_highlight*';
const END = '*end_highlight*';
const ROW = 16;

/**
 * A dump of the bytes around a match, as the service shows it: rows of 16 bytes in hexadecimal, two spaces, the same as
 * text. The match is marked in both columns; a mark that crosses rows is closed and opened again, and in the
 * hexadecimal column a space comes before its end unless the row ends there. Long dumps end with `\n\n...`.
 */
export function buildSnippet(match: string, draw: Draw): string {
  const lead = drawBelow(draw, 520, 30);
  const tail = 10 + drawBelow(draw, 521, 40);
  const filler = (count: number, salt: number) =>
    Array.from({ length: count }, (_, n) => mix(draw.seed, draw.index + n, salt) & 0xff);
  const marked = [...Buffer.from(match, 'latin1')];
  const bytes = [...filler(lead, 522), ...marked, ...filler(tail, 523)];
  const rows: string[] = [];
  for (let start = 0; start < bytes.length; start += ROW) {
    const row = bytes.slice(start, start + ROW);
    const from = Math.max(0, lead - start);
    const to = Math.min(row.length, lead + marked.length - start);
    rows.push(writeRow(row, from, to));
  }
  return tail > 40 ? `${rows.join('\n')}\n\n...` : rows.join('\n');
}

function writeRow(row: readonly number[], from: number, to: number): string {
  const hex = row.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
  if (to <= from) return `${hex.join(' ')}  ${text.join('')}`;
  const mark = (cells: readonly string[], gap: string) => {
    const spaced = cells.map((cell, place) => (place < cells.length - 1 ? cell + gap : cell));
    const [before, inside, after] = [spaced.slice(0, from), spaced.slice(from, to), spaced.slice(to)];
    return `${before.join('')}${BEGIN}${inside.join('')}${END}${after.join('')}`;
  };
  return `${mark(hex, ' ')}  ${mark(text, '')}`;
}
