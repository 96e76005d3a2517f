import type { TriageChange } from '#main/services/ports/store/indicators.ts';
import type { TriageEntry } from '#shared/model/indicator.ts';
import { triageOrigins } from '#shared/model/vocabulary.ts';
import { stateCodes, verdictCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import type { WriteContext, WriteTable } from './operation.ts';
import { showStanding } from './triage-standing.ts';

export const triageWrites: WriteTable<'triage.append' | 'triage.revert'> = {
  'triage.append': (context, { ids, change }) => {
    let changed = 0;
    for (const id of new Set(ids)) changed += append(context, id, change);
    return { changed };
  },
  'triage.revert': (context, { ids, decision, by, atMs }) => {
    let [restored, kept] = [0, 0];
    for (const id of new Set(ids)) {
      const former = readFormer(context.db, id, decision);
      if (former === undefined) kept += 1;
      else restored += write(context, id, { ...former, by, atMs, note: null });
    }
    return { restored, kept };
  },
};

/** The codes of an indicator's state and verdict. */
interface Standing {
  readonly triage_state: number;
  readonly verdict: number;
}

/** An absent part stays as it is. @returns 1, or 0 for an indicator that is not there. */
function append(context: WriteContext, id: number, change: TriageChange): number {
  const before = context.db.get<Standing>('SELECT triage_state, verdict FROM indicator WHERE id = ?', id);
  if (before === undefined) return 0;
  return write(context, id, {
    triage_state: change.state === undefined ? before.triage_state : stateCodes.toCode[change.state],
    verdict: change.verdict === undefined ? before.verdict : verdictCodes.toCode[change.verdict],
    by: change.by,
    atMs: change.atMs,
    note: change.note ?? null,
  });
}

function write(
  { db, changes }: WriteContext,
  id: number,
  entry: Standing & { readonly by: string; readonly atMs: number; readonly note: string | null },
): 1 {
  const { triage_state: state, verdict, by, atMs, note } = entry;
  db.run(
    `INSERT INTO triage_entry(indicator_id, state, verdict, by, at_ms, note, origin) VALUES (?, ?, ?, ?, ?, ?, 'local')`,
    id,
    state,
    verdict,
    by,
    atMs,
    note,
  );
  showStanding(db, id);
  changes.touchIndicator(id);
  return 1;
}

/** What stood before a decision; undefined where it is not the last word on the indicator. */
function readFormer(
  db: ReadConnection,
  id: number,
  { by, atMs }: { readonly by: string; readonly atMs: number },
): Standing | undefined {
  const [last, before] = db.all<{ state: number; verdict: number; by: string; at_ms: number; origin: string }>(
    'SELECT state, verdict, by, at_ms, origin FROM triage_entry WHERE indicator_id = ? ORDER BY id DESC LIMIT 2',
    id,
  );
  if (last === undefined || last.origin !== 'local' || last.by !== by || last.at_ms !== atMs) return undefined;
  // Nobody had decided anything.
  if (before === undefined) return { triage_state: stateCodes.toCode.new, verdict: verdictCodes.toCode.unknown };
  return { triage_state: before.state, verdict: before.verdict };
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
