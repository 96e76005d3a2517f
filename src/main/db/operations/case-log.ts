import type { CaseLogWindow } from '#main/services/ports/store/cases.ts';
import type { CaseEvidence, CaseLogPage, CaseNote, CaseTimelineEntry } from '#shared/model/case.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { readEvidence } from './case-evidence.ts';
import { caseIdOf } from './case-rows.ts';
import type { ReadTable } from './operation.ts';

const pageLimit = 200;
/** Characters of texts in one answer, after which no further one is begun. */
const answerLength = 500_000;

/** What was written in a case, page by page: people write long notes, and machines add a thousand times. */
export const caseLogReads: ReadTable<'cases.notes' | 'cases.timeline'> = {
  'cases.notes': ({ db }, window) => {
    // Reports tell notes in the order of writing; who looks at the case wants the pinned ones first.
    const by = window.order === 'oldest' ? 'id' : 'pinned';
    const { entries, next } = readPage<NoteRow>(db, { ...window, from: 'case_note', columns: 'by, text, pinned', by });
    const evidence = readEvidence(
      db,
      entries.map(([id]) => id),
    );
    return { entries: entries.map((row) => rowToNote(row, evidence.get(row[0]) ?? [])), next };
  },
  'cases.timeline': ({ db }, window) => {
    const source = { ...window, from: 'case_timeline', columns: 'kind, text, by', by: 'at_ms' } as const;
    const { entries, next } = readPage<EntryRow>(db, source);
    return { entries: entries.map(rowToEntry), next };
  },
};

type NoteRow = readonly [id: number, atMs: number, by: string, text: string, pinned: number];
type EntryRow = readonly [id: number, atMs: number, kind: string, text: string, by: string | null];

function rowToNote([id, atMs, by, text, pinned]: NoteRow, evidence: CaseEvidence[]): CaseNote {
  return { id, atMs, by, text, isPinned: pinned === 1, evidence };
}

function rowToEntry([id, atMs, kind, text, by]: EntryRow): CaseTimelineEntry {
  return { id, atMs, kind, text, by };
}

interface Source extends CaseLogWindow {
  readonly from: 'case_note' | 'case_timeline';
  /** After id and time: two columns of which the second is the text, and a third. */
  readonly columns: string;
  /** What orders them, before their ids. */
  readonly by: 'id' | 'pinned' | 'at_ms';
}

/** Continued after an entry, so nothing is told twice or left out when something is written between two pages. */
function readPage<Row extends NoteRow | EntryRow>(
  db: ReadConnection,
  { number, order, after, limit, from, columns, by }: Source,
): CaseLogPage<Row> {
  if (limit > pageLimit) throw new StoreFault('input.tooLarge', `At most ${pageLimit} entries at once.`);
  const [beyond, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  const rows = db.rows<Row>(
    `SELECT id, at_ms, ${columns} FROM ${from}
     WHERE case_id = ? AND (? IS NULL OR (${by}, id) ${beyond} (SELECT ${by}, id FROM ${from} WHERE id = ?))
     ORDER BY ${by} ${direction}, id ${direction} LIMIT ?`,
    caseIdOf(number),
    after,
    after,
    limit + 1,
  );
  const entries: Row[] = [];
  let length = 0;
  for (const row of rows) {
    // This one is for the next page.
    if (entries.length === limit || length > answerLength) return { entries, next: entries.at(-1)?.[0] ?? null };
    length += row[3].length;
    entries.push(row);
  }
  return { entries, next: null };
}
