import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '#main/db/migrations/index.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { makeDataFolder } from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);

it('the step to notes by time keeps them, and finds what an import asks for without a look at the whole case', async () => {
  const data = makeDataFolder();
  onTestFinished(() => data.remove());
  const file = join(data.folder, 'sightline.db');
  const before = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id < 130) });
  before.database.exec(
    `INSERT INTO case_file(id, uuid, title, status, severity, tlp, pap, created_at_ms, updated_at_ms)
     VALUES (1, 'u', 'Theft', 'open', 'high', 'red', 'red', 1, 1);
     INSERT INTO case_note(case_id, at_ms, by, text) VALUES (1, 2, 'ana', 'A note')`,
  );
  before.database.close();
  const { database, migrated } = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id <= 130) });
  onTestFinished(() => void database.close());
  expect(migrated).toEqual([130]);
  expect(database.prepare('SELECT text, pinned FROM case_note').all()).toEqual([{ text: 'A note', pinned: 0 }]);
  const asked = 'SELECT count(*) FROM case_note WHERE case_id = 1 AND at_ms = 2 AND by = ? AND text = ?';
  const plan = JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${asked}`).all('ana', 'A note'));
  expect(plan).toContain('INDEX case_note_time (case_id=? AND at_ms=?)');
});
