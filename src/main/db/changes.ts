import type { StoreChange } from '#main/services/ports/store.ts';
import type { WriteConnection } from './connection.ts';

/** How often each kind of thing changed since the file was made. */
export type Revisions = Readonly<Record<keyof StoreChange, number>>;

/** Kinds of things that change, as in the `revision` table. */
export const changeKinds = ['indicators', 'cases', 'connections', 'settings', 'outbox'] as const;

/** Collects what one transaction changes; written to the change log as its last act. */
export class ChangeSet {
  readonly #db: WriteConnection;
  readonly #indicators = new Set<number>();
  readonly #kinds = new Set<keyof StoreChange>();
  #sequence: number | undefined;

  constructor(db: WriteConnection) {
    this.#db = db;
  }

  /** Sequence number of this transaction in the change log. Only inside the transaction. */
  get sequence(): number {
    this.#sequence ??= (this.#db.value<number>(`SELECT value FROM revision WHERE kind = 'indicators'`) ?? 0) + 1;
    return this.#sequence;
  }

  /** An indicator, or something that is shown with it, changed or went away. */
  touchIndicator(id: number): void {
    this.#indicators.add(id);
    this.#kinds.add('indicators');
  }

  touch(kind: keyof StoreChange): void {
    this.#kinds.add(kind);
  }

  get isEmpty(): boolean {
    return this.#kinds.size === 0;
  }

  /** What kinds of things it changes. */
  get kinds(): StoreChange {
    return {
      indicators: this.#kinds.has('indicators'),
      cases: this.#kinds.has('cases'),
      connections: this.#kinds.has('connections'),
      settings: this.#kinds.has('settings'),
      outbox: this.#kinds.has('outbox'),
    };
  }

  /** Appends to the change log and raises the counters. The last act of the transaction. */
  record(): void {
    // One statement for all: thousands of small ones take several times as long.
    if (this.#indicators.size > 0) {
      const ids = JSON.stringify([...this.#indicators].sort((left, right) => left - right));
      this.#db.run('INSERT INTO change(seq, indicator_id) SELECT ?, value FROM json_each(?)', this.sequence, ids);
    }
    for (const kind of this.#kinds) this.#db.run('UPDATE revision SET value = value + 1 WHERE kind = ?', kind);
  }
}

/** Reads the counters. */
export function readRevisions(db: { all<Row>(sql: string): Row[] }): Revisions {
  const rows = db.all<{ kind: string; value: number }>('SELECT kind, value FROM revision');
  const of = (kind: string): number => rows.find((row) => row.kind === kind)?.value ?? 0;
  return {
    indicators: of('indicators'),
    cases: of('cases'),
    connections: of('connections'),
    settings: of('settings'),
    outbox: of('outbox'),
  };
}

/** What differs between two readings; undefined when nothing does. */
export function compareRevisions(before: Revisions, after: Revisions): StoreChange | undefined {
  const changed = {
    indicators: before.indicators !== after.indicators,
    cases: before.cases !== after.cases,
    connections: before.connections !== after.connections,
    settings: before.settings !== after.settings,
    outbox: before.outbox !== after.outbox,
  };
  return changeKinds.some((kind) => changed[kind]) ? changed : undefined;
}
