import { expect, it, onTestFinished, vi } from 'vitest';
import { Transactions } from '#main/db/writer/transactions.ts';
import { addConnection, connectionId, makeDataFolder, openTestStore } from '../../support/store.ts';

it('waits for the disk with what the analyst does, not with counts of requests', async () => {
  const data = makeDataFolder();
  const store = await openTestStore('inline', data.folder);
  onTestFinished(async () => {
    await store.close();
    data.remove();
  });
  await addConnection(store);
  const begin = vi.spyOn(Transactions.prototype, 'begin');
  onTestFinished(() => begin.mockRestore());
  await store.write('settings.set', { name: 'theme', value: 'dark' });
  const rules = [{ name: 'minute', limit: 4, periodMs: 60_000, isAligned: false }];
  await store.write('quotas.enter', { ids: [connectionId(1)], rules, change: { kind: 'take' }, nowMs: 1 });
  expect(begin.mock.calls).toEqual([[true], [false]]);
});
