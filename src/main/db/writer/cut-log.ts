import { closeSync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { frameHeadBytes, logHeadBytes } from '../open/log-frames.ts';

/**
 * Takes from the write-ahead log what a refused commit left behind its end. A commit whose fsync failed stands there whole: SQLite does not
 * count it, but would after a kill, since nothing but its memory tells it from one that was stored.
 *
 * @param writer outside a transaction, in WAL mode.
 * @throws an error of SQLite or the system: then it stays, until the next commit is written over it.
 */
export function cutLog(writer: Database, file: string): void {
  // While the lock is ours nobody appends, and nobody reads behind the end.
  writer.exec('BEGIN IMMEDIATE');
  try {
    const end = findEnd(file);
    if (end !== undefined) shorten(`${file}-wal`, end);
  } finally {
    writer.exec('ROLLBACK');
  }
}

/** @returns bytes; asked of another connection, since one that writes is not told. */
function findEnd(file: string): number | undefined {
  const looker = openHandle(file, { readonly: true, fileMustExist: true });
  try {
    looker.pragma('schema_version');
    const pageBytes = Number(looker.pragma('page_size', { simple: true }));
    const [told] = looker.pragma('wal_checkpoint(NOOP)') as readonly { readonly busy: number; readonly log: number }[];
    if (told === undefined || told.busy !== 0 || told.log < 0) return undefined;
    return logHeadBytes + told.log * (frameHeadBytes + pageBytes);
  } finally {
    looker.close();
  }
}

function shorten(log: string, bytes: number): void {
  const handle = openSync(log, 'r+');
  try {
    if (fstatSync(handle).size > bytes) ftruncateSync(handle, bytes);
  } finally {
    closeSync(handle);
  }
}
