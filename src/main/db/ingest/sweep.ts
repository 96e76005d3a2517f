import type { PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { RunState } from './run-state.ts';
import type { Slice } from './slice.ts';

/** What a finished walk leaves. */
export interface FinishedWalk {
  /** The vendor module's own value, as JSON text; null: the stored one stays, and the next walk begins from it again. */
  readonly checkpoint: string | null;
  readonly complete: boolean;
}

/** The end of a walk that saw everything: what it did not see is gone at the vendor, and is marked so batch by batch. */
export interface Sweep {
  readonly runId: number;
  readonly end: FinishedWalk;
  /** What the walk's last page is answered with, once all is marked. */
  readonly outcome: PageOutcome;
  readonly atMs: number;
  /** Observations up to this id have been looked at. */
  afterId: number;
  isDone: boolean;
}

/** Ids looked at per batch: about 10 ms. */
const batchIds = 20_000;

/** Marks the unseen of the next range of ids. @returns how many were marked. */
export function sweepBatch(slice: Slice, run: RunState, sweep: Sweep): number {
  const { db } = slice;
  const lastId = db.value<number | null>('SELECT max(id) FROM observation') ?? 0;
  const untilId = Math.min(sweep.afterId + batchIds, lastId);
  const rows = db.all<{ id: number; indicator_id: number }>(
    'SELECT id, indicator_id FROM observation WHERE id > ? AND id <= ? AND stream_id = ? AND gone_at_ms IS NULL',
    sweep.afterId,
    untilId,
    run.streamId,
  );
  const unseen = rows.filter((row) => !run.seen.hasObservation(row.id));
  for (const row of unseen) {
    db.run('UPDATE observation SET gone_at_ms = ? WHERE id = ?', sweep.atMs, row.id);
    slice.indicators.markDirty(row.indicator_id);
  }
  sweep.afterId = untilId;
  sweep.isDone = untilId >= lastId;
  return unseen.length;
}
