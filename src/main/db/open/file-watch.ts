/** Notices what other programs do to the files of a database that is open here: SQLite would go on in a file that has no name any more. */
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { frameHeadBytes, logHeadBytes } from './log-frames.ts';

/** `unknown` where it could not be looked at: then SQLite will say what is wrong. */
type Facts = 'absent' | 'unknown' | { readonly device: bigint; readonly inode: bigint; readonly sizeBytes: number };

/** The main file: it keeps its identity, and as nothing here ever vacuums, it never gets shorter. */
export class FileWatch {
  readonly #file: string;
  #last: Facts;
  #isReplaced = false;
  #isCutOff = false;

  /** @param file that is open by now. */
  constructor(file: string) {
    this.#file = file;
    this.#last = look(file);
  }

  /** Whether the name stands for another file than the one that is open. */
  get isReplaced(): boolean {
    return this.#isReplaced;
  }

  /** Whether anything was found; from then on the file is not to be trusted. */
  get isBroken(): boolean {
    return this.#isReplaced || this.#isCutOff;
  }

  /** @throws StoreFault `storage.corrupt` from the moment on that the file was replaced, removed or cut off. */
  check(): void {
    const now = look(this.#file);
    if (isOther(this.#last, now)) this.#isReplaced = true;
    if (this.#isReplaced) throw replaced();
    if (isShorter(this.#last, now)) this.#isCutOff = true;
    if (this.#isCutOff) throw cutOff('database file');
    if (now !== 'unknown') this.#last = now;
  }
}

/** The write-ahead log of a writer: what it has committed stays in it until the whole log is begun anew. */
export class LogWatch {
  readonly #log: string;
  readonly #database: Database;
  #last: Facts;
  #isBroken = false;

  /** @param file that is open by now, as `database`. */
  constructor(file: string, database: Database) {
    this.#log = `${file}-wal`;
    this.#database = database;
    this.#last = look(this.#log);
  }

  /** Whether what bears its name now is what was written here. */
  get isInPlace(): boolean {
    return typeof this.#last === 'object' && !isOther(this.#last, look(this.#log));
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** To be called after each commit: what lies there now must not get less. */
  note(): void {
    this.#last = look(this.#log);
  }

  /** Outside a transaction. @throws StoreFault `storage.corrupt` from the moment on that the log lacks what it should hold. */
  check(): void {
    // SQLite makes it at the first transaction.
    if (!this.#isBroken && this.#last !== 'absent') this.#isBroken = this.#lacksFrames(this.#last);
    if (this.#isBroken) throw cutOff('log of the database (the file that ends in -wal)');
  }

  #lacksFrames(before: Facts): boolean {
    const now = look(this.#log);
    if (isOther(before, now)) return true;
    if (!isShorter(before, now)) return false;
    // Somebody may have begun it anew and shortened it, or cut a refused commit off: then SQLite knows of few frames.
    const wanted = this.#wantedBytes();
    // Looked at after that, since others may store something in between.
    const then = look(this.#log);
    return isOther(before, then) || (typeof then === 'object' && then.sizeBytes < wanted);
  }

  #wantedBytes(): number {
    try {
      // Tells and copies nothing: a checkpoint that breaks off would leave later pages beside earlier ones.
      const [told] = this.#database.pragma('wal_checkpoint(NOOP)') as readonly { readonly log: number }[];
      const pageBytes = Number(this.#database.pragma('page_size', { simple: true }));
      const frames = told?.log ?? 0;
      return frames <= 0 ? 0 : logHeadBytes + frames * (pageBytes + frameHeadBytes);
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  }
}

/**
 * Closes a writer without the checkpoint that SQLite makes when nobody else has the database open: with files that were cut off it
 * would break off half way. A second connection that cannot write is closed after it, so that neither of them is alone and may.
 */
export function closeAsItIs(writer: { close(): void }, file: string): void {
  let second: Database | undefined;
  try {
    second = openHandle(file, { readonly: true, fileMustExist: true });
    second.pragma('schema_version');
  } catch {
    // It has the lock, which is all that it is for; or the file is gone, and SQLite copies nothing into it.
  }
  writer.close();
  second?.close();
}

function look(file: string): Facts {
  try {
    const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
    return facts === undefined ? 'absent' : { device: facts.dev, inode: facts.ino, sizeBytes: Number(facts.size) };
  } catch {
    return 'unknown';
  }
}

function isOther(before: Facts, now: Facts): boolean {
  if (before === 'unknown' || now === 'unknown') return false;
  if (before === 'absent' || now === 'absent') return before !== now;
  return now.device !== before.device || now.inode !== before.inode;
}

function isShorter(before: Facts, now: Facts): boolean {
  return typeof before === 'object' && typeof now === 'object' && now.sizeBytes < before.sizeBytes;
}

const nextStep =
  'Close every window and command of Sightline and start again; until then nothing is written. If the file is damaged, ';

/** What is said when the name of the database stands for another file than the one that is open. */
export function replaced(): StoreFault {
  return new StoreFault('storage.corrupt', 'The database file was replaced or removed by another program.', {
    suggestion: `${nextStep}restore a backup, or run: sightline repair`,
  });
}

function cutOff(what: string): StoreFault {
  return new StoreFault('storage.corrupt', `The ${what} was cut off by another program.`, {
    suggestion: `${nextStep}restore a backup, or run: sightline repair`,
  });
}
