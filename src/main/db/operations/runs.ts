import type { StreamPosition } from '#main/services/ports/store/connections.ts';
import type { RunOutcome } from '#main/services/ports/store/runs.ts';
import type { StoreReads } from '#main/services/ports/store.ts';
import type { RejectedRecord, SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { type RunStatus, runStatuses } from '#shared/model/vocabulary.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { isLeaseHeld } from '../leases/lease-files.ts';
import type { ReadContext, ReadTable } from './operation.ts';

interface RunRow {
  readonly id: number;
  readonly connection: string;
  readonly uid: string;
  readonly stream: string;
  readonly started_at_ms: number;
  readonly finished_at_ms: number | null;
  readonly status: string;
  readonly expected: number | null;
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly pages: number;
  readonly requests: number;
  readonly waited_ms: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

const selectRun = `
  SELECT r.*, c.name AS connection, c.uid, s.stream
  FROM sync_run r JOIN stream_position s ON s.id = r.stream_id JOIN connection c ON c.id = s.connection_id`;

export const runReads: ReadTable<'runs.list' | 'rejected.list' | 'streams.position'> = {
  'runs.list': (context, { connectionId, limit }) => {
    const rows =
      connectionId === null
        ? context.db.all<RunRow>(`${selectRun} ORDER BY r.id DESC LIMIT ?`, limit)
        : context.db.all<RunRow>(`${selectRun} WHERE c.uid = ? ORDER BY r.id DESC LIMIT ?`, connectionId, limit);
    return rowsToRuns(context, rows);
  },
  'rejected.list': ({ db }, { runId, limit }) => listRejected(db, runId, limit),
  'streams.position': ({ db }, { connectionId, stream }) => readPosition(db, connectionId, stream),
};

/** The latest run of each stream of a connection, by row id of the connection. */
export function readLatestRuns(context: ReadContext, connectionRow: number): readonly SyncRun[] {
  const rows = context.db.all<RunRow>(
    `${selectRun} WHERE c.id = ? AND r.id IN (SELECT max(id) FROM sync_run GROUP BY stream_id) ORDER BY s.stream`,
    connectionRow,
  );
  return rowsToRuns(context, rows);
}

/** One run. @throws StoreFault `state.notFound`. */
export function readRun(db: ReadConnection, runId: number): SyncRun {
  const row = db.get<RunRow>(`${selectRun} WHERE r.id = ?`, runId);
  if (row === undefined) throw new StoreFault('state.notFound', 'There is no such sync run.');
  return rowToRun(row, parseStatus(row.status));
}

/** What is said of a run whose process was killed or lost its power: nobody cancelled it, and it was not heard out. */
const interruption = {
  status: 'incomplete',
  error: {
    code: 'sync.interrupted',
    message: 'Interrupted: Sightline ended before it finished; the next sync goes on from there.',
  },
} as const;

/** Opens a run. Whoever else said `running` for this stream is dead: the connection's lease is held by the caller. */
export function insertRun(db: WriteConnection, streamId: number, atMs: number): number {
  db.run(
    `UPDATE sync_run SET status = ?, error_code = ?, error_message = ?, finished_at_ms = max(started_at_ms, ?)
     WHERE stream_id = ? AND status = 'running'`,
    interruption.status,
    interruption.error.code,
    interruption.error.message,
    atMs,
    streamId,
  );
  return db.insert(`INSERT INTO sync_run(stream_id, started_at_ms, status) VALUES (?, ?, 'running')`, streamId, atMs);
}

/** Closes a run; what arrived has been counted on its row slice by slice. */
export function finishRun(db: WriteConnection, runId: number, run: RunOutcome): void {
  db.run(
    `UPDATE sync_run SET status = ?, finished_at_ms = ?, expected = ?, requests = ?, waited_ms = ?, error_code = ?,
       error_message = ? WHERE id = ?`,
    run.status,
    run.finishedAtMs,
    run.expected,
    run.requests,
    Math.round(run.waitedMs),
    run.error?.code ?? null,
    run.error?.message ?? null,
    runId,
  );
}

/** Where a stream stands; a stream that was never synced stands at the beginning. */
export function readPosition(db: ReadConnection, connectionId: ConnectionId, stream: string): StreamPosition {
  const row = db.get<PositionRow>(
    `SELECT s.checkpoint, s.cursor, s.last_complete_at_ms
     FROM stream_position s JOIN connection c ON c.id = s.connection_id WHERE c.uid = ? AND s.stream = ?`,
    connectionId,
    stream,
  );
  if (row === undefined) return { checkpoint: null, cursor: null, lastCompleteAtMs: null };
  return {
    checkpoint: row.checkpoint,
    cursor: row.cursor,
    lastCompleteAtMs: row.last_complete_at_ms,
  };
}

interface PositionRow {
  readonly checkpoint: string | null;
  readonly cursor: string | null;
  readonly last_complete_at_ms: number | null;
}

function listRejected(db: ReadConnection, runId: number, limit: number): StoreReads['rejected.list']['output'] {
  interface RejectedRow {
    readonly connection: string;
    readonly stream: string;
    readonly at_ms: number;
    readonly reason: string;
    readonly raw: string;
    readonly raw_bytes: number;
  }
  const rows = db.all<RejectedRow>(
    `SELECT c.name AS connection, s.stream, j.at_ms, j.reason, j.raw, j.raw_bytes
     FROM rejected_record j JOIN sync_run r ON r.id = j.run_id JOIN stream_position s ON s.id = r.stream_id
     JOIN connection c ON c.id = s.connection_id WHERE j.run_id = ? ORDER BY j.id LIMIT ?`,
    runId,
    limit,
  );
  return rows.map(
    (row): RejectedRecord => ({
      connection: row.connection,
      stream: row.stream,
      atMs: row.at_ms,
      reason: row.reason,
      raw: row.raw,
      rawBytes: row.raw_bytes,
    }),
  );
}

function rowsToRuns(context: ReadContext, rows: readonly RunRow[]): readonly SyncRun[] {
  const held = new Map<string, boolean>();
  return rows.map((row) => {
    const status = parseStatus(row.status);
    if (status !== 'running') return rowToRun(row, status);
    // A run whose process died still says running: nobody holds its connection any more.
    let isHeld = held.get(row.uid);
    if (isHeld === undefined) {
      isHeld = isLeaseHeld(context.dataFolder, row.uid);
      held.set(row.uid, isHeld);
    }
    return isHeld ? rowToRun(row, 'running') : { ...rowToRun(row, status), ...interruption };
  });
}

function rowToRun(row: RunRow, status: RunStatus): SyncRun {
  return {
    id: row.id,
    connection: row.connection,
    stream: row.stream,
    startedAtMs: row.started_at_ms,
    finishedAtMs: row.finished_at_ms,
    status,
    expected: row.expected,
    received: row.received,
    stored: row.stored,
    unchanged: row.unchanged,
    rejected: row.rejected,
    pages: row.pages,
    requests: row.requests,
    waitedMs: row.waited_ms,
    error:
      row.error_code === null
        ? null
        : { code: row.error_code, message: row.error_message ?? 'The reason was not kept.' },
  };
}

function parseStatus(text: string): RunStatus {
  const status = runStatuses.find((candidate) => candidate === text);
  if (status === undefined) throw new StoreFault('storage.corrupt', 'The database holds a value that has no meaning.');
  return status;
}
