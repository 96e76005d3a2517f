/**
 * The index of a write-ahead log (`-shm`) as a killed process left it: SQLite itself throws it away at the next opening, but it says how
 * long the log was. SQLite, "WAL-mode file format", section 2.1.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { sumWords } from './log-frames.ts';
import { isOpenHere } from './open-here.ts';

/** What is read of an index. */
export interface LogIndex {
  /** Commits since the log was read anew; 0 where that was all. */
  readonly commits: number;
  /** Frames up to the end of the last commit. */
  readonly frames: number;
  /** Those of them that are in the database file, too. */
  readonly copiedFrames: number;
  /** Of the log that it belongs to. */
  readonly salts: Buffer;
}

/** The header stands there twice; then comes how far the log was copied. */
const [headerBytes, readBytes] = [48, 100];
const format = 3_007_000;

/** @returns undefined where there is none, one that was being written, or one that this process has open. */
export function readLogIndex(databaseFile: string): LogIndex | undefined {
  const bytes = readHead(databaseFile);
  const header = bytes?.subarray(0, headerBytes);
  if (bytes === undefined || header?.equals(bytes.subarray(headerBytes, 2 * headerBytes)) !== true) return undefined;
  // In the order of the machine's bytes, which is this one wherever Sightline runs.
  const isWhole = sumWords(header.subarray(0, 40), 'little').every(
    (sum, nth) => sum === header.readUInt32LE(40 + 4 * nth),
  );
  if (!isWhole || header.readUInt32LE(0) !== format || header.readUInt8(12) !== 1) return undefined;
  return {
    commits: header.readUInt32LE(8),
    frames: header.readUInt32LE(16),
    copiedFrames: bytes.readUInt32LE(2 * headerBytes),
    salts: header.subarray(32, 40),
  };
}

function readHead(databaseFile: string): Buffer | undefined {
  const file = `${databaseFile}-shm`;
  // Who has it open keeps it, and SQLite reads it as it is.
  if (isOpenHere(file)) return undefined;
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const bytes = Buffer.alloc(readBytes);
    return readSync(handle, bytes, 0, readBytes, 0) === readBytes ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    // Another thread may have opened it meanwhile: better one descriptor too many than its locks gone.
    if (handle !== undefined && !isOpenHere(file, handle)) closeSync(handle);
  }
}
