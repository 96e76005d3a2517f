/** Write-ahead logs as processes that were killed leave them, and what is done to their bytes. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

const [headBytes, frameHeadBytes, pageBytes] = [32, 24, 8_192];
/** Of a frame with its page. */
export const frameBytes = frameHeadBytes + pageBytes;

/** Does something with a database that nobody has open, and leaves its files as a process does that is killed then. */
export function leaveAfter(databaseFile: string, work: (database: Sqlite.Database) => void): void {
  const database = new Sqlite(databaseFile);
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  work(database);
  const files = ['', '-wal', '-shm'].map((end) => `${databaseFile}${end}`);
  const contents = files.map((file) => readFileSync(file));
  database.close();
  for (const [nth, file] of files.entries()) writeFileSync(file, contents[nth] ?? '');
}

/** Leaves commits in the log of a database that nobody has open: pairs of settings, `a0` and `b0`, `a1` and `b1` … */
export function leaveLog(databaseFile: string, commits: number): void {
  leaveAfter(databaseFile, (database) => {
    const insert = database.prepare('INSERT INTO setting(name, value) VALUES (?, ?)');
    const pair = database.transaction((n: number) => {
      insert.run(`a${n}`, String(n));
      insert.run(`b${n}`, String(n));
    });
    for (let n = 0; n < commits; n += 1) pair(n);
  });
}

/** Takes away what the process knew of its log, as when the folder was copied without it. */
export function forgetIndex(databaseFile: string): void {
  rmSync(`${databaseFile}-shm`, { force: true });
}

/** Flips a bit. */
export function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x40, at);
  writeFileSync(file, bytes);
}

/** Where the frame of a number from 1 begins. */
export function frameStart(frame: number): number {
  return headBytes + (frame - 1) * frameBytes;
}

/** A frame as its head tells. */
export interface Frame {
  /** Whether a transaction ends with it. */
  readonly isLast: boolean;
  /** Which log it belongs to: `own`, that of the head; `unsealed`, one of a transaction that is written over itself. */
  readonly of: 'own' | 'unsealed' | 'other';
}

/** The whole frames of a log. */
export function readFrames(log: string): readonly Frame[] {
  if (!existsSync(log)) return [];
  const bytes = readFileSync(log);
  const salts = bytes.subarray(16, 24);
  return Array.from({ length: Math.floor((statSync(log).size - headBytes) / frameBytes) }, (_, index) => {
    const head = bytes.subarray(frameStart(index + 1), frameStart(index + 1) + frameHeadBytes);
    const found = head.subarray(8, 16);
    const of = found.equals(salts) ? 'own' : found.equals(Buffer.alloc(8)) ? 'unsealed' : 'other';
    return { isLast: head.readUInt32BE(4) !== 0, of };
  });
}
