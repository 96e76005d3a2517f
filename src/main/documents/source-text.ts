import type { SourceText } from '#main/services/ports/documents.ts';
import type { FilePiece } from './read-document.ts';

/** Longest row, in characters that are seen: a minified page is one line. */
const rowLength = 240;

/** Stands for a tag; no reader sees it. */
const unseen = /[\u200B\r]/;

/**
 * Puts the pieces of a document in a row, one line break between two, and cuts the text into rows for the eyes: at line
 * breaks, and where a line is too long. Blank rows are left out; nothing else is.
 */
export function buildSourceText(pieces: readonly FilePiece[]): SourceText {
  const [starts, ends, lines, sectionOf] = [new NumberList(), new NumberList(), new NumberList(), new NumberList()];
  const sections: { file: string; place: string | null }[] = [];
  let base = 0;
  for (const piece of pieces) {
    const last = sections.at(-1);
    const { file, place } = piece;
    if (last?.file !== file || last.place !== place) sections.push({ file, place });
    cutPiece(piece, (start, end, line) => {
      starts.push(base + start);
      ends.push(base + end);
      lines.push(line);
      sectionOf.push(sections.length - 1);
    });
    base += piece.text.length + 1;
  }
  return {
    text: pieces.map(({ text }) => text).join('\n'),
    starts: starts.take(),
    ends: ends.take(),
    lines: lines.take(),
    sectionOf: sectionOf.take(),
    sections,
  };
}

type AddRow = (start: number, end: number, line: number) => void;

function cutPiece({ text, line: firstLine, isOneLine }: FilePiece, add: AddRow): void {
  let line = firstLine;
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    cutLine(text.slice(start, end), (from, to) => add(start + from, start + to, line));
    start = end + 1;
    if (!isOneLine) line += 1;
  }
}

function cutLine(line: string, add: (from: number, to: number) => void): void {
  if (line.length <= rowLength) {
    if (isSeen(line)) add(0, line.length);
    return;
  }
  let [from, seen] = [0, 0];
  for (let at = 0; at < line.length; at += 1) {
    if (!unseen.test(line.charAt(at))) seen += 1;
    // The two halves of a character beyond the first plane stay together.
    if (seen < rowLength || isHighHalf(line.charCodeAt(at))) continue;
    if (isSeen(line.slice(from, at + 1))) add(from, at + 1);
    [from, seen] = [at + 1, 0];
  }
  if (isSeen(line.slice(from))) add(from, line.length);
}

const isSeen = (text: string): boolean => /[^\s\u200B]/.test(text);
const isHighHalf = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

/** Numbers in one growing block: a million of them cost four megabytes. */
class NumberList {
  #numbers = new Uint32Array(1_024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Uint32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length] = value;
    this.#length += 1;
  }

  take(): Uint32Array {
    return this.#numbers.slice(0, this.#length);
  }
}
