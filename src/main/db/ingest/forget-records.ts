import type { ChangeSet } from '../changes.ts';
import type { WriteConnection } from '../connection.ts';
import type { IndicatorWriter } from './indicator-writer.ts';

/** A record to be deleted. */
export interface RecordRow {
  readonly id: number;
  readonly indicator_id: number;
  readonly stream_id: number;
}

interface Target {
  readonly db: WriteConnection;
  readonly changes: ChangeSet;
  readonly indicators: IndicatorWriter;
}

/** Deletes records, the relations that only they told of, and the indicators that nothing speaks of any more. */
export function forgetRecords({ db, changes, indicators }: Target, rows: readonly RecordRow[]): void {
  const touched = new Set<number>();
  for (const row of rows) {
    db.run('DELETE FROM observation WHERE id = ?', row.id);
    touched.add(row.indicator_id);
    const neighbours = db.column<number>(
      `DELETE FROM relation WHERE from_id = ? AND stream_id = ?
         AND NOT EXISTS (SELECT 1 FROM observation WHERE indicator_id = ? AND stream_id = ?) RETURNING to_id`,
      row.indicator_id,
      row.stream_id,
      row.indicator_id,
      row.stream_id,
    );
    for (const id of neighbours) touched.add(id);
  }
  for (const id of touched) {
    changes.touchIndicator(id);
    if (!deleteOrphan(db, id)) indicators.markDirty(id);
  }
  indicators.flush();
}

/** Ids of what is gone are given again: what gets them is new, whoever had them before. */
export function forgetLooks(db: WriteConnection): void {
  db.run(
    `UPDATE saved_search
     SET looked_through_id = min(looked_through_id, coalesce((SELECT max(id) FROM indicator), 0))`,
  );
}

/** Deletes an indicator that nothing speaks of any more; the analyst's own work keeps it. @returns whether it is gone. */
function deleteOrphan(db: WriteConnection, id: number): boolean {
  const deleted = db.run(
    `DELETE FROM indicator AS i WHERE id = ?
       AND NOT EXISTS (SELECT 1 FROM observation WHERE indicator_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM triage_entry WHERE indicator_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM tag_entry WHERE indicator_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM case_indicator WHERE indicator_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM outbox_item WHERE indicator_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM relation WHERE from_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM relation WHERE to_id = i.id)`,
    id,
  );
  return deleted > 0;
}
