import type { ReadConnection, WriteConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { loadSeen, type SeenSet } from './walk-pages.ts';

interface RunRow {
  readonly stream_id: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly pages: number;
  readonly cursor: string | null;
  readonly total: number | null;
  readonly removed_at_ms: number | null;
}

/** A run that is under way, and the walk it is on, as this thread remembers them. */
export class RunState {
  readonly runId: number;
  readonly streamId: number;
  readonly seen: SeenSet;
  /** Total that the vendor named last in this walk. */
  total: number | null;
  stored: number;
  unchanged: number;
  pages: number;
  /** Cursor that the next page must be the answer to; null at the start of a walk. */
  expectedCursor: string | null;

  private constructor(runId: number, row: RunRow, seen: SeenSet) {
    this.runId = runId;
    this.streamId = row.stream_id;
    this.seen = seen;
    this.total = row.total;
    this.stored = row.stored;
    this.unchanged = row.unchanged;
    this.pages = row.pages;
    this.expectedCursor = row.cursor;
  }

  /** Reads a run and the unfinished walk of its stream. @throws StoreFault `state.notFound` for one that is not running. */
  static load(db: ReadConnection, runId: number): RunState {
    const row = db.get<RunRow>(
      `SELECT r.stream_id, r.stored, r.unchanged, r.pages, s.cursor, s.total, c.removed_at_ms
       FROM sync_run r JOIN stream_position s ON s.id = r.stream_id JOIN connection c ON c.id = s.connection_id
       WHERE r.id = ? AND r.status = 'running'`,
      runId,
    );
    if (row === undefined || row.removed_at_ms !== null) {
      throw new StoreFault('state.notFound', 'This sync run has ended already, or its connection was removed.');
    }
    return new RunState(runId, row, loadSeen(db, row.stream_id));
  }

  /**
   * Makes sure that the page follows what is stored: somebody may have changed the connection's options meanwhile, and
   * with them what the walk is a walk of.
   *
   * @throws StoreFault `state.conflict`.
   */
  checkPlace(db: ReadConnection, pageCursor: string | null): void {
    const stored = db.get<{ cursor: string | null }>('SELECT cursor FROM stream_position WHERE id = ?', this.streamId);
    const isExpected = stored !== undefined && stored.cursor === this.expectedCursor;
    if (isExpected && (stored.cursor === null || stored.cursor === pageCursor)) return;
    throw new StoreFault('state.conflict', 'The connection was changed while it was being synced.', {
      suggestion: 'Start the sync again.',
    });
  }

  /** Writes the counts so far; part of the page they belong to. */
  save(db: WriteConnection): void {
    db.run(
      'UPDATE sync_run SET received = ?, stored = ?, unchanged = ?, rejected = ?, pages = ? WHERE id = ?',
      this.seen.received,
      this.stored,
      this.unchanged,
      this.seen.rejected,
      this.pages,
      this.runId,
    );
  }
}
