import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '#main/db/migrations/index.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { makeDataFolder } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('the step to the audit log keeps the work that was done before, and begins without an entry', async () => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  const file = join(data.folder, 'sightline.db');
  const earlier = migrations.filter(({ id }) => id < 110);
  const before = await openWriter({ file, nowMs, steps: earlier });
  before.database.exec(
    `INSERT INTO case_file(uuid, title, status, severity, tlp, pap, created_at_ms, updated_at_ms)
     VALUES ('u', 'Theft', 'open', 'high', 'red', 'red', 1, 1)`,
  );
  before.database.close();
  const { database, migrated } = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id <= 110) });
  onTestFinished(() => void database.close());
  expect(migrated).toEqual([110]);
  expect(database.prepare('SELECT title FROM case_file').pluck().all()).toEqual(['Theft']);
  expect(database.prepare('SELECT count(*) FROM audit_entry').pluck().get()).toBe(0);
});
