import { stateCodes, verdictCodes } from '../codes.ts';
import type { WriteConnection } from '../connection.ts';

const isUndecided = `state = ${stateCodes.toCode.new} AND verdict = ${verdictCodes.toCode.unknown}
  AND origin = 'local' AND coalesce(note, '') = ''`;

/**
 * Makes an indicator's row say what the last entry of its history says. One of the analyst's that sets it back to new and unknown
 * without a word leaves it as if nobody had decided: so stands what was taken back, and what a file decides may follow.
 */
export function showStanding(db: WriteConnection, indicatorId: number): void {
  db.run(
    `UPDATE indicator SET (triage_state, verdict, triaged_at_ms) =
       (SELECT state, verdict, CASE WHEN ${isUndecided} THEN NULL ELSE at_ms END
        FROM triage_entry WHERE indicator_id = ? ORDER BY id DESC LIMIT 1)
     WHERE id = ?`,
    indicatorId,
    indicatorId,
  );
}
