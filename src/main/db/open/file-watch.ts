/** Notices what other programs do to the files of a database that is open here: SQLite would go on in a file that has no name any more. */
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { StoreFault } from '../fault.ts';

/** Head of a write-ahead log, and of each of its frames. */
const [logHeadBytes, frameHeadBytes] = [32, 24];

interface Facts {
  readonly device: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
}

/** The main file: it keeps its identity, and as nothing here ever vacuums, it never gets shorter. */
export class FileWatch {
  readonly #file: string;
  #last: Facts | undefined;
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
    if (!isSame(now, this.#last)) this.#isReplaced = true;
    if (this.#isReplaced) throw replaced();
    if (now !== undefined && this.#last !== undefined && now.sizeBytes < this.#last.sizeBytes) this.#isCutOff = true;
    if (this.#isCutOff) throw cutOff('database file');
    this.#last = now;
  }
}

/** The write-ahead log of a writer: what it has committed stays in it until the whole log is begun anew. */
export class LogWatch {
  readonly #log: string;
  readonly #database: Database;
  #last: Facts | undefined;
  #isBroken = false;

  constructor(file: string, database: Database) {
    this.#log = `${file}-wal`;
    this.#database = database;
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
    if (!this.#isBroken && this.#last !== undefined) this.#isBroken = this.#lacksFrames(this.#last);
    if (this.#isBroken) throw cutOff('log of the database (the file that ends in -wal)');
  }

  #lacksFrames(before: Facts): boolean {
    const now = look(this.#log);
    if (!isSame(now, before)) return true;
    // Somebody may have begun it anew and shortened it: then SQLite knows of few frames.
    return now !== undefined && now.sizeBytes < before.sizeBytes && now.sizeBytes < this.#wantedBytes();
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

function look(file: string): Facts | undefined {
  const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? undefined : { device: facts.dev, inode: facts.ino, sizeBytes: Number(facts.size) };
}

function isSame(now: Facts | undefined, before: Facts | undefined): boolean {
  return now?.device === before?.device && now?.inode === before?.inode;
}

const nextStep =
  'Close every window and command of Sightline and start again; until then nothing is written. If the file is damaged, ';

function replaced(): StoreFault {
  return new StoreFault('storage.corrupt', 'The database file was replaced or removed by another program.', {
    suggestion: `${nextStep}restore a backup, or run: sightline repair`,
  });
}

function cutOff(what: string): StoreFault {
  return new StoreFault('storage.corrupt', `The ${what} was cut off by another program.`, {
    suggestion: `${nextStep}restore a backup, or run: sightline repair`,
  });
}
