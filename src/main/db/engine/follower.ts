import type { SearchEngine } from '#main/search/engine.ts';
import type { ReadConnection } from '../connection.ts';
import { readRows } from './row-source.ts';

/** Indicators read in one go. */
const batchSize = 2_000;

/** What reading on in the change log came to. */
export type FollowResult =
  /** The engine holds what the database holds. */
  | 'upToDate'
  /** More has changed than was allowed to be read. */
  | 'behind'
  /** Changes that the engine has not seen are no longer in the log: it has to be filled anew. */
  | 'lost';

/** Keeps an engine at the state of the database. To be used inside one read transaction at a time. */
export class Follower {
  readonly #engine: SearchEngine;
  /** Sequence number of the last commit that the engine has seen. */
  #sequence: number;
  /** SQLite's own counter of others' commits, when that was found. */
  #dataVersion: number | undefined;

  constructor(engine: SearchEngine, sequence: number) {
    this.#engine = engine;
    this.#sequence = sequence;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Changes with every commit that this connection sees, whatever it was about. */
  get dataVersion(): number | undefined {
    return this.#dataVersion;
  }

  /** Reads on. @param limit most indicators to read, whole commits. */
  catchUp(db: ReadConnection, limit: number): FollowResult {
    const version = db.value<number>('PRAGMA data_version');
    if (version === this.#dataVersion) return 'upToDate';
    const newest = readSequence(db);
    if (newest !== this.#sequence) {
      const oldest = db.value<number | null>('SELECT min(seq) FROM change') ?? null;
      // A commit may have been pruned in part, so the oldest in the log counts only where it was seen whole.
      if (newest < this.#sequence || (oldest !== null && oldest > this.#sequence)) return 'lost';
      const until = this.#readChanges(db, newest, limit);
      if (until < newest) return 'behind';
    }
    this.#dataVersion = version;
    return 'upToDate';
  }

  /** @returns the last commit that was read whole. */
  #readChanges(db: ReadConnection, newest: number, limit: number): number {
    const { ids, until } = this.#listChanged(db, newest, limit);
    for (let start = 0; start < ids.length; start += batchSize) this.#apply(db, ids.slice(start, start + batchSize));
    this.#sequence = until;
    return until;
  }

  #listChanged(db: ReadConnection, newest: number, limit: number): { readonly ids: number[]; readonly until: number } {
    const ids = new Set<number>();
    let last = this.#sequence;
    for (const [sequence, id] of db.rows<readonly [number, number]>(
      'SELECT seq, indicator_id FROM change WHERE seq > ? ORDER BY seq',
      this.#sequence,
    )) {
      if (ids.size >= limit && sequence !== last) return { ids: [...ids], until: last };
      last = sequence;
      ids.add(id);
    }
    return { ids: [...ids], until: newest };
  }

  #apply(db: ReadConnection, ids: readonly number[]): void {
    const rows = readRows(db, ids);
    this.#engine.remove(ids);
    if (rows.length > 0) this.#engine.put(rows);
  }
}

/** Sequence number of the last commit that changed indicators. */
export function readSequence(db: ReadConnection): number {
  return db.value<number>(`SELECT value FROM revision WHERE kind = 'indicators'`) ?? 0;
}
