import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import { migrations } from '#main/db/migrations/index.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { addConnection, makeDataFolder, openTestStore, record, walk } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('the step to records by standing keeps them, and finds the few that are meant by an index alone', async () => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  const file = join(data.folder, 'sightline.db');
  const store = await openTestStore('inline', data.folder);
  await addConnection(store);
  await walk(store, [{ records: [record('a.example', { gone: true }), record('b.example', { action: 'detect' })] }]);
  await store.close();
  // As the steps before left it.
  const old = openHandle(file, { readonly: false });
  for (const name of ['gone', 'expiry', 'action']) old.exec(`DROP INDEX observation_${name}`);
  old.pragma(`user_version = ${Math.max(...migrations.map(({ id }) => id).filter((id) => id < 160))}`);
  old.close();

  const { database, migrated } = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id <= 160) });
  onTestFinished(() => void database.close());
  expect(migrated).toEqual([160]);
  expect(database.prepare('SELECT count(*) AS records FROM observation').get()).toEqual({ records: 2 });
  const planOf = (where: string): string =>
    JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN SELECT indicator_id FROM observation WHERE ${where}`).all());
  const streams = "stream_id IN (SELECT value FROM json_each('[1]'))";
  expect(planOf(`gone_at_ms IS NOT NULL AND ${streams}`)).toContain('COVERING INDEX observation_gone');
  expect(planOf(`expires_at_ms <= 5 AND gone_at_ms IS NULL AND ${streams}`)).toContain(
    'COVERING INDEX observation_expiry',
  );
  expect(
    planOf(`action IN (SELECT value FROM json_each('[1]')) AND gone_at_ms IS NULL
      AND (expires_at_ms IS NULL OR expires_at_ms > 5)`),
  ).toContain('COVERING INDEX observation_action');
});
