import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { initialSchema } from '#main/db/migrations/0010-initial-schema.ts';
import { addSavedSearches } from '#main/db/migrations/0100-add-saved-searches.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { makeDataFolder } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('the step to saved searches keeps the rows and begins without any', async () => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  const file = join(data.folder, 'sightline.db');
  const before = await openWriter({ file, nowMs, steps: [initialSchema] });
  before.database.exec(`INSERT INTO indicator(type, value, severity, seq) VALUES (4, 'evil.com', 0, 1)`);
  before.database.close();
  const { database, migrated } = await openWriter({ file, nowMs, steps: [initialSchema, addSavedSearches] });
  onTestFinished(() => void database.close());
  expect(migrated).toEqual([addSavedSearches.id]);
  expect(database.prepare('SELECT value FROM indicator').pluck().all()).toEqual(['evil.com']);
  expect(database.prepare('SELECT count(*) FROM saved_search').pluck().get()).toBe(0);
  expect(database.prepare('SELECT count(*) FROM search_history').pluck().get()).toBe(0);
});
