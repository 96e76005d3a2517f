import type { SearchEngine } from '#main/search/engine.ts';
import type { ReadConnection } from '../connection.ts';
import { readSequence } from './follower.ts';
import { readToken } from './lineage.ts';
import { readSnapshot, type SnapshotOrigin, snapshotFileOf, writeSnapshot } from './snapshot-file.ts';

/** A snapshot is written when nothing has changed for so long, */
const quietMs = 10_000;
/** and not more often than this: it is as large as the engine. */
const intervalMs = 60_000;

/** Fills an empty engine from the snapshot. @returns its sequence number; undefined where there is none that fits. */
export function loadSnapshot(db: ReadConnection, dataFolder: string, engine: SearchEngine): number | undefined {
  const snapshot = readSnapshot(snapshotFileOf(dataFolder));
  if (snapshot === undefined || !isOfThis(db, snapshot.origin)) return undefined;
  for (const { segment, alive } of snapshot.held) engine.adopt(segment, alive);
  return snapshot.origin.sequence;
}

/** Whether it was made of this database, at a moment that the log of changes reaches back to. */
function isOfThis(db: ReadConnection, { schema, sequence, token }: SnapshotOrigin): boolean {
  if (schema !== readSchema(db) || sequence > readSequence(db)) return false;
  const oldest = db.value<number | null>('SELECT min(seq) FROM change') ?? null;
  // The follower would find the same: then reading the file was for nothing.
  if (sequence < readSequence(db) && (oldest === null || oldest > sequence)) return false;
  return token === readToken(db, sequence);
}

function readSchema(db: ReadConnection): number {
  return db.value<number>('PRAGMA user_version') ?? 0;
}

/** Of what and where snapshots are written. */
export interface SaverParts {
  readonly dataFolder: string;
  readonly engine: SearchEngine;
  /** Sequence number of the snapshot that is there. */
  readonly savedSequence: number | undefined;
  readonly note: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Writes a snapshot of the engine now and then, in the background, so that the next start need not read the tables. */
export class SnapshotSaver {
  readonly #parts: SaverParts;
  #savedSequence: number | undefined;
  #seenSequence: number | undefined;
  #changedMs = Number.NEGATIVE_INFINITY;
  #nextMs = 0;
  #isWriting = false;

  constructor(parts: SaverParts) {
    this.#parts = parts;
    this.#savedSequence = parts.savedSequence;
  }

  /** To be called between questions with the number that the engine is at. */
  consider(db: ReadConnection, sequence: number): void {
    const nowMs = performance.now();
    // What was there when it was filled has not just changed.
    if (this.#seenSequence !== undefined && this.#seenSequence !== sequence) this.#changedMs = nowMs;
    this.#seenSequence = sequence;
    if (this.#isWriting || sequence === this.#savedSequence) return;
    if (nowMs < this.#nextMs || nowMs - this.#changedMs < quietMs) return;
    const token = readToken(db, sequence);
    if (token === undefined) return;
    this.#nextMs = nowMs + intervalMs;
    void this.#write(db, { schema: readSchema(db), sequence, token });
  }

  async #write(db: ReadConnection, origin: SnapshotOrigin): Promise<void> {
    const { dataFolder, engine, note } = this.#parts;
    this.#isWriting = true;
    const startedMs = performance.now();
    try {
      // A commit may have come while the file was made: then its deletions would be in a file that nobody drops any more.
      const take = () => (readSequence(db) === origin.sequence ? engine.hold() : undefined);
      const bytes = await writeSnapshot(snapshotFileOf(dataFolder), origin, take);
      if (bytes === undefined) return;
      this.#savedSequence = origin.sequence;
      note('search.saved', { bytes, durationMs: Math.round(performance.now() - startedMs) });
    } catch (error) {
      // A full or read-only disk: the next start reads the tables.
      note('search.notSaved', { error: String(error) });
    } finally {
      this.#isWriting = false;
    }
  }
}
