import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '#main/db/migrations/index.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { makeDataFolder } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('the step to own tags keeps all rows, and what is derived stays so until it has a tag of its own', async () => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  const file = join(data.folder, 'sightline.db');
  const before = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id < 150) });
  before.database.exec(
    `INSERT INTO indicator(id, type, value, severity, observations, triaged_at_ms, cases, score, seq) VALUES
       (1, 4, 'recorded.com', 0, 1, NULL, 0, 50, 1), (2, 4, 'decided.com', 0, 0, 5, 0, NULL, 1),
       (3, 4, 'in-case.com', 0, 0, NULL, 1, NULL, 1), (4, 4, 'derived.com', 0, 0, NULL, 0, NULL, 1)`,
  );
  before.database.close();
  const { database, migrated } = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id <= 150) });
  onTestFinished(() => void database.close());
  expect(migrated).toEqual([150]);
  const derived = () => database.prepare('SELECT value FROM indicator WHERE derived = 1').pluck().all();
  expect(derived()).toEqual(['derived.com']);
  database.exec(
    `INSERT INTO tag_entry(indicator_id, name, key, added, by, at_ms) VALUES (4, 'Mine', 'mine', 1, 'ana', 1);
     UPDATE indicator SET own_tags = ' 1 ' WHERE id = 4`,
  );
  expect(derived()).toEqual([]);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  const best = 'SELECT id FROM indicator WHERE derived = 0 ORDER BY score DESC, last_seen_at_ms DESC LIMIT 5';
  expect(JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${best}`).all())).toContain('INDEX indicator_rank');
});
