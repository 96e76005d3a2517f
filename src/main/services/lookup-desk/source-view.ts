import type { SourceText } from '../ports/documents.ts';
import type { MergedLook } from './merge-looks.ts';

/** A stretch of a row: plain text, or a candidate by its number. */
export interface SourceStretch {
  readonly text: string;
  readonly index: number | null;
}

/** A row of what was looked up, as text for the eyes. */
export interface SourceRow {
  readonly file: string;
  readonly place: string | null;
  readonly line: number;
  readonly stretches: readonly SourceStretch[];
}

/** The texts of a look-up, one below the other, with the candidates marked. */
export interface SourceView {
  readonly rowCount: number;
  rows(first: number, limit: number): readonly SourceRow[];
  /** Row in which a place of a candidate begins; null where the text is not shown. */
  rowOf(file: number, start: number): number | null;
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

/** Lays the texts out; marks are those places that candidates tell. */
export function createSourceView({ candidates, sources }: MergedLook): SourceView {
  const marks: Mark[][] = sources.map(() => []);
  for (const { index, occurrences, fileOf } of candidates) {
    occurrences.forEach(({ start, end }, at) => {
      marks[fileOf[at] ?? 0]?.push({ start, end, index });
    });
  }
  for (const list of marks) list.sort((a, b) => a.start - b.start || b.end - a.end);
  const firstRows: number[] = [];
  let rowCount = 0;
  for (const source of sources) {
    firstRows.push(rowCount);
    rowCount += source?.starts.length ?? 0;
  }

  return {
    rowCount,
    rows(first, limit) {
      const rows: SourceRow[] = [];
      for (let row = first; row < Math.min(rowCount, first + limit); row += 1) {
        const file = firstRows.findLastIndex((start) => start <= row);
        const source = sources[file];
        if (source !== null && source !== undefined) {
          rows.push(readRow(source, row - (firstRows[file] ?? 0), marks[file] ?? []));
        }
      }
      return rows;
    },
    rowOf(file, start) {
      const source = sources[file];
      if (source === null || source === undefined) return null;
      const row = lastAtMost(source.starts.length, start, (at) => source.starts[at] ?? 0);
      return row < 0 ? null : (firstRows[file] ?? 0) + row;
    },
  };
}

function readRow(source: SourceText, at: number, marks: readonly Mark[]): SourceRow {
  const section = source.sections[source.sectionOf[at] ?? 0];
  return {
    file: section?.file ?? '',
    place: section?.place ?? null,
    line: source.lines[at] ?? 0,
    stretches: cutRow(source, { start: source.starts[at] ?? 0, end: source.ends[at] ?? 0 }, marks),
  };
}

function cutRow(source: SourceText, row: Omit<Mark, 'index'>, marks: readonly Mark[]): readonly SourceStretch[] {
  const stretches: SourceStretch[] = [];
  const push = (start: number, end: number, index: number | null): void => {
    const text = clean(source.text.slice(start, end));
    if (text !== '') stretches.push({ text, index });
  };
  let done = row.start;
  // One that began in the row before may reach into this one; none is longer than a few rows.
  const from = Math.max(
    0,
    lastAtMost(marks.length, row.start, (at) => marks[at]?.start ?? 0),
  );
  for (let at = from; at < marks.length; at += 1) {
    const mark = marks[at];
    if (mark === undefined || mark.start >= row.end) break;
    const start = Math.max(mark.start, row.start);
    // A host inside a URL that was found too: the longer one is marked.
    if (start < done || mark.end <= start) continue;
    push(done, start, null);
    push(start, Math.min(mark.end, row.end), mark.index);
    done = Math.min(mark.end, row.end);
  }
  push(done, row.end, null);
  return stretches;
}

/** Without what stands for tags; blanks for what would move the line. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\u200B\r]/g, '')
    .replaceAll('\t', '  ');

/** Of rising numbers, the last place whose number is not above the limit; -1 when there is none. */
function lastAtMost(length: number, limit: number, read: (at: number) => number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (read(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
