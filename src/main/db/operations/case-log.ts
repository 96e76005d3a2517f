import type { CaseLogWindow } from '#main/services/ports/store/cases.ts';
import type { CaseLogPage, CaseNote, CaseTimelineEntry } from '#shared/model/case.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { caseIdOf } from './case-rows.ts';
import type { ReadTable } from './operation.ts';

const pageLimit = 200;
/** Characters of texts in one answer, after which no further one is begun. */
const answerLength = 500_000;

/** What was written in a case, page by page: people write long notes, and machines add a thousand times. */
export const caseLogReads: ReadTable<'cases.notes' | 'cases.timeline'> = {
  'cases.notes': ({ db }, window) =>
    readPage<NoteRow, CaseNote>(db, { ...window, from: 'case_note', who: 'by' }, ([id, atMs, by, text]) => ({
      id,
      atMs,
      by,
      text,
    })),
  'cases.timeline': ({ db }, window) =>
    readPage<EntryRow, CaseTimelineEntry>(
      db,
      { ...window, from: 'case_timeline', who: 'kind' },
      ([id, atMs, kind, text]) => ({ id, atMs, kind, text }),
    ),
};

type NoteRow = readonly [id: number, atMs: number, by: string, text: string];
type EntryRow = readonly [id: number, atMs: number, kind: string, text: string];

interface Source extends CaseLogWindow {
  readonly from: 'case_note' | 'case_timeline';
  /** Column beside time and text. */
  readonly who: 'by' | 'kind';
}

/** Continued by id, so nothing is told twice or left out when something is written between two pages. */
function readPage<Row extends NoteRow | EntryRow, Entry extends { readonly id: number; readonly text: string }>(
  db: ReadConnection,
  { number, order, after, limit, from, who }: Source,
  toEntry: (row: Row) => Entry,
): CaseLogPage<Entry> {
  if (limit > pageLimit) throw new StoreFault('input.tooLarge', `At most ${pageLimit} entries at once.`);
  const [beyond, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  const start = after ?? (order === 'newest' ? Number.MAX_SAFE_INTEGER : 0);
  const rows = db.rows<Row>(
    `SELECT id, at_ms, ${who}, text FROM ${from} WHERE case_id = ? AND id ${beyond} ? ORDER BY id ${direction} LIMIT ?`,
    caseIdOf(number),
    start,
    limit + 1,
  );
  const entries: Entry[] = [];
  let length = 0;
  for (const row of rows) {
    // This one is for the next page.
    if (entries.length === limit || length > answerLength) return { entries, next: entries.at(-1)?.id ?? null };
    const entry = toEntry(row);
    length += entry.text.length;
    entries.push(entry);
  }
  return { entries, next: null };
}
