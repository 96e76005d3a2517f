/**
 * Commits that stand in a write-ahead log and do not count any more. SQLite ends a log that a killed process left at the first frame
 * whose sum is wrong, and says nothing: for it that is where the process was ended.
 */
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { hasRunningWriter } from '../leases/run-marks.ts';
import { LogFile, type LogHead } from './log-frames.ts';
import { type LogIndex, readLogIndex } from './log-index.ts';

/** Some of what was stored last may be missing. A commit has one frame or more. */
export interface SpoiltLog {
  /** Frames that SQLite takes for the log. */
  readonly framesRead: number;
  /** Frames behind them, up to the end of the last commit. */
  readonly framesLost: number;
}

/** What was there before the database was opened. */
interface Evidence {
  /** Undefined where SQLite throws the log away. */
  readonly head: LogHead | undefined;
  /** Undefined where there is none, or one of another log. */
  readonly index: LogIndex | undefined;
}

/**
 * To be called before SQLite opens a database: what the last process knew of its log is gone then.
 *
 * @returns what judges the log, once the database is open and was read from, and before anything is written to it.
 */
export function lookAtLog(databaseFile: string): (database: Database) => SpoiltLog | undefined {
  const evidence = tryTo(() => gather(databaseFile));
  if (evidence === undefined) return () => undefined;
  return (database) => tryTo(() => judge(databaseFile, database, evidence));
}

/** @returns undefined where nothing can have been lost. */
function gather(databaseFile: string): Evidence | undefined {
  const looked = LogFile.with(`${databaseFile}-wal`, (log) => ({ head: log.readHead(), hasFrames: log.hasFrames }));
  if (looked === undefined) return undefined;
  const { head, hasFrames } = looked;
  const found = readLogIndex(databaseFile);
  const index = found !== undefined && belongs(found, head) ? found : undefined;
  return hasFrames || index !== undefined ? { head, index } : undefined;
}

function judge(databaseFile: string, database: Database, { head, index }: Evidence): SpoiltLog | undefined {
  const [state] = database.pragma('wal_checkpoint(NOOP)') as readonly { readonly log: number }[];
  const framesRead = state?.log ?? -1;
  // Not in WAL mode.
  if (framesRead < 0) return undefined;
  // Who has written knows where its log ended, and what lies behind that may be of a transaction that another one was written over. One
  // that knows of less than is there was not brought to the disk before a power cut.
  const isKnown = index !== undefined && index.commits > 0 && index.frames >= framesRead;
  const end = isKnown ? index.frames : findEnd(databaseFile, framesRead, pageBytesOf(database, head), head);
  if (end <= framesRead) return undefined;
  // With nothing read, all of it may be in the file: known, or done just now by a writer that begins the log anew.
  const isInFile = framesRead === 0 && isKnown && (index.copiedFrames === end || isWritten(databaseFile));
  return isInFile || isBegunAnew(databaseFile, head) ? undefined : { framesRead, framesLost: end - framesRead };
}

/** By what stands in the log alone. */
function findEnd(databaseFile: string, after: number, pageBytes: number, head: LogHead | undefined): number {
  // What it is storing just now lies behind the end, too.
  if (isWritten(databaseFile)) return 0;
  const place = { after, pageBytes, salts: head?.salts };
  return LogFile.with(`${databaseFile}-wal`, (log) => log.findLastCommit(place)) ?? 0;
}

function pageBytesOf(database: Database, head: LogHead | undefined): number {
  return head?.pageBytes ?? Number(database.pragma('page_size', { simple: true }));
}

/** Whether another process has copied the log into the file since it was looked at, and writes the next one. */
function isBegunAnew(databaseFile: string, before: LogHead | undefined): boolean {
  const head = LogFile.with(`${databaseFile}-wal`, (log) => log.readHead());
  if (head === undefined || before === undefined) return head !== before;
  return !head.salts.equals(before.salts);
}

function isWritten(databaseFile: string): boolean {
  return hasRunningWriter(dirname(databaseFile));
}

function belongs(index: LogIndex, head: LogHead | undefined): boolean {
  return head === undefined || index.salts.equals(head.salts);
}

/** What cannot be read is told by whoever needs it. */
function tryTo<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
