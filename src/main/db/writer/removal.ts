/**
 * What the removal of a connection leaves to do: its records marked gone, or purged. Batch by batch, so that nobody waits
 * long; the connection's row says what is to be done until it is done, so a kill in the middle loses nothing.
 */

import type { ChangeSet } from '../changes.ts';
import { forgetLooks, forgetRecords, type RecordRow } from '../ingest/forget-records.ts';
import { IndicatorWriter } from '../ingest/indicator-writer.ts';
import type { Transactions } from './transactions.ts';

const batchIds = 2_000;
const batchBlocks = 100;

interface PendingRow {
  readonly id: number;
  readonly removal: 'gone' | 'purge';
  readonly removed_at_ms: number;
}

/** One removal under way. */
export class Removal {
  readonly #transactions: Transactions;
  readonly #connection: PendingRow;
  readonly #streams: readonly number[];
  #observationsUntil = 0;
  #blocksUntil = 0;

  private constructor(transactions: Transactions, connection: PendingRow) {
    this.#transactions = transactions;
    this.#connection = connection;
    this.#streams = transactions.db.column<number>(
      'SELECT id FROM stream_position WHERE connection_id = ?',
      connection.id,
    );
  }

  /** The removals that are not finished. */
  static pending(transactions: Transactions): readonly Removal[] {
    return transactions.db
      .all<PendingRow>('SELECT id, removal, removed_at_ms FROM connection WHERE removal IS NOT NULL')
      .map((row) => new Removal(transactions, row));
  }

  /** Whether nothing of its records may remain. */
  get isPurge(): boolean {
    return this.#connection.removal === 'purge';
  }

  get connectionRow(): number {
    return this.#connection.id;
  }

  /** One batch. @returns whether there is more to do. */
  step(nowMs: number): boolean {
    const isPurge = this.#connection.removal === 'purge';
    if (isPurge) this.#transactions.db.database.pragma('secure_delete = ON');
    try {
      return this.#transactions.run(false, (changes) => {
        if (this.#stepObservations(changes, nowMs)) return true;
        if (isPurge && this.#stepBlocks()) return true;
        this.#finish(changes);
        return false;
      });
    } finally {
      if (isPurge) this.#transactions.db.database.pragma('secure_delete = OFF');
    }
  }

  #stepObservations(changes: ChangeSet, nowMs: number): boolean {
    const { db } = this.#transactions;
    const lastId = db.value<number | null>('SELECT max(id) FROM observation') ?? 0;
    if (this.#observationsUntil >= lastId) return false;
    const from = this.#observationsUntil;
    this.#observationsUntil = Math.min(from + batchIds, lastId);
    const rows = db.all<RecordRow>(
      `SELECT id, indicator_id, stream_id FROM observation
       WHERE id > ? AND id <= ? AND stream_id IN (SELECT value FROM json_each(?))`,
      from,
      this.#observationsUntil,
      JSON.stringify(this.#streams),
    );
    const indicators = new IndicatorWriter(db, changes, nowMs);
    if (this.#connection.removal === 'gone') this.#markGone(rows, indicators);
    else this.#purge(rows, { indicators, changes });
    return true;
  }

  #markGone(rows: readonly { id: number; indicator_id: number }[], indicators: IndicatorWriter): void {
    const atMs = this.#connection.removed_at_ms;
    for (const row of rows) {
      this.#transactions.db.run(
        'UPDATE observation SET gone_at_ms = ? WHERE id = ? AND gone_at_ms IS NULL',
        atMs,
        row.id,
      );
      indicators.markDirty(row.indicator_id);
    }
    indicators.flush();
  }

  #purge(
    rows: readonly RecordRow[],
    { indicators, changes }: { readonly indicators: IndicatorWriter; readonly changes: ChangeSet },
  ): void {
    forgetRecords({ db: this.#transactions.db, indicators, changes }, rows);
  }

  /** The raw records; blocks hold one stream's only. */
  #stepBlocks(): boolean {
    const { db } = this.#transactions;
    const lastId = db.value<number | null>('SELECT max(id) FROM raw_block') ?? 0;
    if (this.#blocksUntil >= lastId) return false;
    const from = this.#blocksUntil;
    this.#blocksUntil = Math.min(from + batchBlocks, lastId);
    db.run(
      'DELETE FROM raw_block WHERE id > ? AND id <= ? AND stream_id IN (SELECT value FROM json_each(?))',
      from,
      this.#blocksUntil,
      JSON.stringify(this.#streams),
    );
    return true;
  }

  #finish(changes: ChangeSet): void {
    const { db } = this.#transactions;
    const { id, removal } = this.#connection;
    // Queued changes are the analyst's own work: with some left, the connection's row stays for them to point to.
    const isNeeded = db.value('SELECT 1 FROM outbox_item WHERE connection_id = ? LIMIT 1', id) !== undefined;
    if (removal === 'purge') {
      db.run('DELETE FROM stream_position WHERE connection_id = ?', id);
      forgetLooks(db);
    }
    if (removal === 'purge' && !isNeeded) db.run('DELETE FROM connection WHERE id = ?', id);
    else db.run('UPDATE connection SET removal = NULL WHERE id = ?', id);
    changes.touch('connections');
  }
}
