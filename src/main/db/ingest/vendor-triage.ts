import type { TriageDraft } from '#main/vendors/vendor.ts';
import type { TriageState } from '#shared/model/vocabulary.ts';
import type { ChangeSet } from '../changes.ts';
import { stateCodes } from '../codes.ts';
import type { WriteConnection } from '../connection.ts';

/** A decision of the vendor's that stands in the history. */
interface KnownDecision {
  readonly reviewed: boolean;
  readonly atMs: number;
}

/**
 * Whether a vendor's word is a decision that we have not heard of yet. Pure.
 *
 * What we heard of later counts as the later decision: the vendor's clock and ours are not compared, its times only tell
 * its own decisions apart. Without a time, "reviewed" is news once; "not reviewed" is news only where it undoes a review of
 * the vendor's own, for it is also what a record says that nobody has looked at.
 *
 * @param known in the order in which they were heard of.
 */
function isNews(draft: TriageDraft, known: readonly KnownDecision[]): boolean {
  const wasReviewed = known.at(-1)?.reviewed ?? false;
  if (draft.atMs === null) return draft.reviewed && !wasReviewed;
  if (!draft.reviewed && !wasReviewed) return false;
  return !known.some(({ reviewed, atMs }) => reviewed === draft.reviewed && atMs === draft.atMs);
}

/** The vendor knows only reviewed and not reviewed: the latter agrees with any state of ours but `reviewed`. Pure. */
function decideState(standing: TriageState, { reviewed }: TriageDraft): TriageState {
  if (reviewed) return 'reviewed';
  return standing === 'reviewed' ? 'new' : standing;
}

/** What a record says of its triage, and where it comes from. */
export interface VendorTriage {
  readonly indicatorId: number;
  readonly draft: TriageDraft;
  readonly vendor: string;
  readonly fetchedAtMs: number;
}

/**
 * Appends the vendor's decision to the history where it is news, also where it agrees with ours: it must be known when the
 * analyst decides anew. The verdict stays.
 */
export function applyVendorTriage(db: WriteConnection, changes: ChangeSet, entry: VendorTriage): void {
  const { indicatorId, draft, vendor, fetchedAtMs } = entry;
  // What most records say is no news whatever is known: a tenth of the time to store one was spent on reading that.
  if (!draft.reviewed && draft.atMs === null) return;
  if (!isNews(draft, readKnown(db, indicatorId))) return;
  const row = db.get<{ triage_state: number; verdict: number }>(
    'SELECT triage_state, verdict FROM indicator WHERE id = ?',
    indicatorId,
  );
  if (row === undefined) return;
  const state = stateCodes.toCode[decideState(stateCodes.toWord(row.triage_state), draft)];
  const atMs = draft.atMs ?? fetchedAtMs;
  db.run(
    `INSERT INTO triage_entry(indicator_id, state, verdict, by, at_ms, note, origin) VALUES (?, ?, ?, ?, ?, NULL, 'datadog')`,
    indicatorId,
    state,
    row.verdict,
    draft.by ?? vendor,
    atMs,
  );
  db.run('UPDATE indicator SET triage_state = ?, triaged_at_ms = ? WHERE id = ?', state, atMs, indicatorId);
  changes.touchIndicator(indicatorId);
}

function readKnown(db: WriteConnection, indicatorId: number): readonly KnownDecision[] {
  return db
    .all<{ state: number; at_ms: number }>(
      `SELECT state, at_ms FROM triage_entry WHERE indicator_id = ? AND origin = 'datadog' ORDER BY id`,
      indicatorId,
    )
    .map((row) => ({ reviewed: row.state === stateCodes.toCode.reviewed, atMs: row.at_ms }));
}
