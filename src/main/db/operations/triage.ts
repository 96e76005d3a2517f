import type { TriageChange } from '#main/services/ports/store/indicators.ts';
import type { TriageEntry } from '#shared/model/indicator.ts';
import { triageOrigins } from '#shared/model/vocabulary.ts';
import { stateCodes, verdictCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import type { WriteContext, WriteTable } from './operation.ts';

export const triageWrites: WriteTable<'triage.append'> = {
  'triage.append': (context, { ids, change }) => {
    let changed = 0;
    for (const id of new Set(ids)) changed += append(context, id, change);
    return { changed };
  },
};

/** An absent part stays as it is. @returns 1, or 0 for an indicator that is not there. */
function append({ db, changes }: WriteContext, id: number, change: TriageChange): number {
  const before = db.get<{ triage_state: number; verdict: number }>(
    'SELECT triage_state, verdict FROM indicator WHERE id = ?',
    id,
  );
  if (before === undefined) return 0;
  const state = change.state === undefined ? before.triage_state : stateCodes.toCode[change.state];
  const verdict = change.verdict === undefined ? before.verdict : verdictCodes.toCode[change.verdict];
  db.run(
    `INSERT INTO triage_entry(indicator_id, state, verdict, by, at_ms, note, origin) VALUES (?, ?, ?, ?, ?, ?, 'local')`,
    id,
    state,
    verdict,
    change.by,
    change.atMs,
    change.note ?? null,
  );
  db.run(
    'UPDATE indicator SET triage_state = ?, verdict = ?, triaged_at_ms = ? WHERE id = ?',
    state,
    verdict,
    change.atMs,
    id,
  );
  changes.touchIndicator(id);
  return 1;
}

interface EntryRow {
  readonly state: number;
  readonly verdict: number;
  readonly by: string;
  readonly at_ms: number;
  readonly note: string | null;
  readonly origin: string;
}

/** Triage history of an indicator, oldest first: in the order in which it was written, whatever the clock said. */
export function readTriageHistory(db: ReadConnection, indicatorId: number): readonly TriageEntry[] {
  const rows = db.all<EntryRow>(
    'SELECT state, verdict, by, at_ms, note, origin FROM triage_entry WHERE indicator_id = ? ORDER BY id',
    indicatorId,
  );
  return rows.map((row): TriageEntry => {
    const origin = triageOrigins.find((candidate) => candidate === row.origin);
    if (origin === undefined)
      throw new StoreFault('storage.corrupt', 'The database holds a value that has no meaning.');
    return {
      state: stateCodes.toWord(row.state),
      verdict: verdictCodes.toWord(row.verdict),
      by: row.by,
      atMs: row.at_ms,
      note: row.note,
      origin,
    };
  });
}
