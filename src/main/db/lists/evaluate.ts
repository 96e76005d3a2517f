import type { ChangeSet } from '../changes.ts';
import { flagBits, typeCodes } from '../codes.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import type { Transactions } from '../writer/transactions.ts';
import { type MatcherCache, readBenignState } from './load-matcher.ts';

/** Indicators per transaction: about 20 ms. */
const batchSize = 2_000;

interface Row {
  readonly id: number;
  readonly type: number;
  readonly value: string;
  readonly flags: number;
}

/** Whether some indicator's `listed` bit may be out of date: it is new, a list changed, or an own entry has expired. */
export function hasUnlisted(db: ReadConnection, nowMs: number): boolean {
  const state = readBenignState(db);
  if (state.next_expiry_at_ms !== null && state.next_expiry_at_ms <= nowMs) return true;
  return newestId(db) > state.evaluated_through_id;
}

function newestId(db: ReadConnection): number {
  return db.value<number>('SELECT max(id) FROM indicator') ?? 0;
}

/**
 * Compares one batch of indicators with the lists and sets their bits.
 *
 * @returns whether there may be more.
 */
export function evaluateLists(transactions: Transactions, matchers: MatcherCache, nowMs: number): boolean {
  if (!hasUnlisted(transactions.db, nowMs)) return false;
  return transactions.run(false, (changes) => {
    dropExpired(transactions, nowMs);
    return evaluateBatch({ db: transactions.db, changes }, matchers, nowMs);
  });
}

/**
 * The same for what a transaction has added, as a part of it: else the first question after each commit of a sync would wait for
 * the writer. Where more than a batch has not been compared, that is left to {@link evaluateLists}.
 */
export function evaluateAdded(target: Target, matchers: MatcherCache, nowMs: number): void {
  const { db } = target;
  const missing = newestId(db) - readBenignState(db).evaluated_through_id;
  if (missing > 0 && missing < batchSize) evaluateBatch(target, matchers, nowMs);
}

/** An open transaction. */
interface Target {
  readonly db: WriteConnection;
  readonly changes: ChangeSet;
}

function evaluateBatch({ db, changes }: Target, matchers: MatcherCache, nowMs: number): boolean {
  const from = readBenignState(db).evaluated_through_id;
  const rows = db.all<Row>(
    'SELECT id, type, value, flags FROM indicator WHERE id > ? ORDER BY id LIMIT ?',
    from,
    batchSize,
  );
  const matcher = matchers.get(db, nowMs);
  for (const row of rows) {
    const isListed = matcher.match(typeCodes.toWord(row.type), row.value).length > 0;
    if (isListed === ((row.flags & flagBits.listed) !== 0)) continue;
    db.run(
      'UPDATE indicator SET flags = ?, seq = ? WHERE id = ?',
      row.flags ^ flagBits.listed,
      changes.sequence,
      row.id,
    );
    changes.touchIndicator(row.id);
  }
  const last = rows.at(-1);
  if (last !== undefined) db.run('UPDATE benign_state SET evaluated_through_id = ?', last.id);
  return rows.length === batchSize;
}

/** An expired entry covers nothing any more, so everything is compared anew; the entry itself stays, for the eyes. */
function dropExpired({ db }: Transactions, nowMs: number): void {
  const due = readBenignState(db).next_expiry_at_ms;
  if (due === null || due > nowMs) return;
  db.run(
    `UPDATE benign_state SET version = version + 1, evaluated_through_id = 0,
       next_expiry_at_ms = (SELECT min(expires_at_ms) FROM allow_entry WHERE expires_at_ms > ?)`,
    nowMs,
  );
}
