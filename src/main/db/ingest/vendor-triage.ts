import type { TriageDraft } from '#main/vendors/vendor.ts';
import type { TriageState } from '#shared/model/vocabulary.ts';
import type { ChangeSet } from '../changes.ts';
import { stateCodes } from '../codes.ts';
import type { WriteConnection } from '../connection.ts';

/** Where the triage of an indicator stands. */
interface TriageStanding {
  readonly state: TriageState;
  readonly triagedAtMs: number | null;
}

/**
 * The state that a vendor's word leads to; null when it changes nothing. Pure.
 *
 * The vendor knows only reviewed and not reviewed: the latter agrees with any state of ours but `reviewed`. What is not
 * newer than our last decision was known when that was made, or came before it, and never overrides it.
 */
function decideVendorTriage(standing: TriageStanding, draft: TriageDraft): TriageState | null {
  if (draft.atMs === null) return null;
  if (standing.triagedAtMs !== null && draft.atMs <= standing.triagedAtMs) return null;
  if (draft.reviewed) return standing.state === 'reviewed' ? null : 'reviewed';
  return standing.state === 'reviewed' ? 'new' : null;
}

/** Appends the vendor's decision to the history where it is news; the verdict stays. */
export function applyVendorTriage(
  db: WriteConnection,
  changes: ChangeSet,
  entry: { readonly indicatorId: number; readonly draft: TriageDraft; readonly vendor: string },
): void {
  const row = db.get<{ triage_state: number; verdict: number; triaged_at_ms: number | null }>(
    'SELECT triage_state, verdict, triaged_at_ms FROM indicator WHERE id = ?',
    entry.indicatorId,
  );
  if (row === undefined) return;
  const standing = { state: stateCodes.toWord(row.triage_state), triagedAtMs: row.triaged_at_ms };
  const state = decideVendorTriage(standing, entry.draft);
  if (state === null) return;
  const code = stateCodes.toCode[state];
  db.run(
    `INSERT INTO triage_entry(indicator_id, state, verdict, by, at_ms, note, origin) VALUES (?, ?, ?, ?, ?, NULL, 'datadog')`,
    entry.indicatorId,
    code,
    row.verdict,
    entry.draft.by ?? entry.vendor,
    entry.draft.atMs,
  );
  db.run(
    'UPDATE indicator SET triage_state = ?, triaged_at_ms = ? WHERE id = ?',
    code,
    entry.draft.atMs,
    entry.indicatorId,
  );
  changes.touchIndicator(entry.indicatorId);
}
