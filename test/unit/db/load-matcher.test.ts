import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openHandle, SqlConnection } from '#main/db/connection.ts';
import { MatcherCache } from '#main/db/lists/load-matcher.ts';
import { makeDataFolder, openTestStore } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('lists and own entries are read when they have changed or expired, and not with every question', async () => {
  const data = makeDataFolder();
  const store = await openTestStore('inline', data.folder);
  const add = (value: string, expiresAtMs: number | null) =>
    store.write('allow.add', { type: 'domain', value, reason: 'ours', owner: 'ana', expiresAtMs });
  await add('other.example', null);
  const db = new SqlConnection(openHandle(join(data.folder, 'sightline.db'), { readonly: true }));
  onTestFinished(async () => {
    db.database.close();
    await store.close();
    data.remove();
  });
  const read = vi.spyOn(db, 'all');
  const cache = new MatcherCache();
  const isCovered = (value: string, atMs = nowMs): boolean => cache.get(db, atMs).match('domain', value).length > 0;

  expect(isCovered('a.example')).toBe(false);
  await add('a.example', nowMs + 1_000);
  expect(isCovered('a.example')).toBe(true);
  const reads = read.mock.calls.length;
  for (let turn = 0; turn < 5; turn += 1) expect(isCovered('a.example')).toBe(true);
  expect(read).toHaveBeenCalledTimes(reads);
  await add('b.example', null);
  expect([isCovered('a.example'), isCovered('b.example')]).toEqual([true, true]);
  expect([isCovered('a.example', nowMs + 1_000), isCovered('b.example', nowMs + 1_000)]).toEqual([false, true]);
  // A clock that was set back.
  expect(isCovered('a.example')).toBe(true);
});
