import Sqlite from 'better-sqlite3';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { SqlConnection } from '#main/db/connection.ts';
import { Transactions } from '#main/db/writer/transactions.ts';
import type { Store } from '#main/services/ports/store.ts';
import { addConnection, connectionId, makeDataFolder, openTestStore, testPaths } from '../../support/store.ts';

/** As SQLite tells how a commit waits for the disk. */
const [normal, full] = [1, 2];

let store: Store;
let file: string;
beforeEach(async () => {
  const data = makeDataFolder();
  file = testPaths(data.folder).databaseFile;
  store = await openTestStore('inline', data.folder);
  onTestFinished(async () => {
    await store.close();
    data.remove();
  });
  await addConnection(store);
});

it('waits for the disk with what the analyst does, not with counts of requests', async () => {
  const seen: unknown[] = [];
  const begun = Transactions.prototype.begin;
  const begin = vi.spyOn(Transactions.prototype, 'begin').mockImplementation(function (this: Transactions, durable) {
    const changes = begun.call(this, durable);
    seen.push([durable, this.db.database.pragma('synchronous', { simple: true })]);
    return changes;
  });
  onTestFinished(() => begin.mockRestore());
  await store.write('settings.set', { name: 'theme', value: 'dark' });
  const rules = [{ name: 'minute', limit: 4, periodMs: 60_000, isAligned: false }];
  await store.write('quotas.enter', { ids: [connectionId(1)], rules, change: { kind: 'take' }, nowMs: 1 });
  expect(seen).toEqual([
    [true, full],
    [false, normal],
  ]);
});

it('waits for it with everything where a rollback journal could leave the whole file damaged', async () => {
  await store.close();
  const db = new SqlConnection(new Sqlite(file));
  const transactions = new Transactions({ db, journal: 'rollback', onCommit: () => {}, onForeignCommit: () => {} });
  transactions.begin(false);
  expect(db.database.pragma('synchronous', { simple: true })).toBe(full);
  transactions.rollback();
  db.close();
});
