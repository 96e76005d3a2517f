import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '#main/db/migrations/index.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { makeDataFolder } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('the step to evidence keeps notes and timelines; none is pinned, and no entry is an own one', async () => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  const file = join(data.folder, 'sightline.db');
  const before = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id < 120) });
  before.database.exec(
    `INSERT INTO case_file(id, uuid, title, status, severity, tlp, pap, created_at_ms, updated_at_ms)
     VALUES (1, 'u', 'Theft', 'open', 'high', 'red', 'red', 1, 1);
     INSERT INTO case_note(case_id, at_ms, by, text) VALUES (1, 2, 'ana', 'A note');
     INSERT INTO case_timeline(case_id, at_ms, kind, text) VALUES (1, 1, 'created', 'Case opened by ana.')`,
  );
  before.database.close();
  const { database, migrated } = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id <= 120) });
  onTestFinished(() => void database.close());
  expect(migrated).toEqual([120]);
  expect(database.prepare('SELECT text, pinned FROM case_note').all()).toEqual([{ text: 'A note', pinned: 0 }]);
  expect(database.prepare('SELECT kind, by FROM case_timeline').all()).toEqual([{ kind: 'created', by: null }]);
});
