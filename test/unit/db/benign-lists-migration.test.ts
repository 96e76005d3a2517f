import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { initialSchema } from '#main/db/migrations/0010-initial-schema.ts';
import { addBenignLists } from '#main/db/migrations/0050-add-benign-lists.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { makeDataFolder } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('the step to benign lists keeps the rows and has all of them compared', async () => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  const file = join(data.folder, 'sightline.db');
  const before = await openWriter({ file, nowMs, steps: [initialSchema] });
  before.database.exec(
    `INSERT INTO indicator(type, value, severity, seq) VALUES (4, 'google.com', 0, 1), (4, 'evil.com', 0, 1)`,
  );
  before.database.close();
  const { database, migrated } = await openWriter({ file, nowMs, steps: [initialSchema, addBenignLists] });
  onTestFinished(() => void database.close());
  expect(migrated).toEqual([addBenignLists.id]);
  expect(database.prepare('SELECT value FROM indicator ORDER BY id').pluck().all()).toEqual(['google.com', 'evil.com']);
  expect(database.prepare('SELECT version, evaluated_through_id FROM benign_state').raw().get()).toEqual([0, 0]);
  // The highest id is given again after its row is gone, so it counts as not compared.
  database.exec('UPDATE benign_state SET evaluated_through_id = 2; DELETE FROM indicator WHERE id = 2');
  expect(database.prepare('SELECT evaluated_through_id FROM benign_state').pluck().get()).toBe(1);
  database.exec('DELETE FROM indicator WHERE id = 1');
  expect(database.prepare('SELECT evaluated_through_id FROM benign_state').pluck().get()).toBe(0);
});
