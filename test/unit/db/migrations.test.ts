import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '#main/db/migrations/index.ts';
import type { Migration } from '#main/db/migrations/migration.ts';
import { newestVersion } from '#main/db/migrations/runner.ts';
import { openReader } from '#main/db/open/open-reader.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { addConnection, makeDataFolder, openTestStore, record, testPaths, walk } from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let file: string;

beforeEach(async () => {
  data = makeDataFolder();
  file = testPaths(data.folder).databaseFile;
});
afterEach(() => {
  data.remove();
});

const nowMs = Date.UTC(2026, 10, 21);

/** A later step: it changes a table that has rows in it. */
const next: Migration = {
  id: newestVersion(migrations) + 10,
  description: 'adds a colour',
  up: (db) => {
    db.exec(`ALTER TABLE indicator ADD COLUMN colour TEXT; UPDATE indicator SET colour = 'red'`);
  },
};
const failing: Migration = {
  id: next.id + 10,
  description: 'fails half way',
  up: (db) => {
    db.exec('CREATE TABLE half(x)');
    throw new Error('power cut');
  },
};

async function fill(): Promise<void> {
  const store = await openTestStore('inline', data.folder);
  await addConnection(store);
  await walk(store, [{ records: [record('a.com'), record('b.com')] }]);
  await store.close();
}

const backups = (): string[] => {
  try {
    return readdirSync(join(data.folder, 'backups')).sort();
  } catch {
    return [];
  }
};

describe('migrations', () => {
  it('are numbered upwards, in tens', () => {
    const ids = migrations.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted((left, right) => left - right));
    expect(ids.filter((id) => id % 10 !== 0)).toEqual([]);
  });

  it('keep queued changes, and tell of them from then on', async () => {
    const before = migrations.filter(({ id }) => id < 40);
    const older = await openWriter({ file, nowMs, steps: before });
    older.database.exec(`INSERT INTO connection(id, uid, name, name_key, vendor, options, created_at_ms)
        VALUES (1, 'c-0000000000000001', 'Falcon', 'falcon', 'crowdstrike', '{}', 1);
      INSERT INTO outbox_item(connection_id, operation, state, created_at_ms, changed_at_ms, change, position)
        VALUES (1, 'indicator_delete_v1', 'sending', 1, 1, '{"ids":["a"]}', 1)`);
    older.database.close();
    const store = await openTestStore('inline', data.folder);
    const none = { connectionId: null, states: null, ids: null };
    expect(await store.read('outbox.list', none)).toMatchObject([{ state: 'sending', change: { ids: ['a'] } }]);
    const changes: unknown[] = [];
    store.onChange((change) => changes.push(change));
    await store.write('outbox.change', {
      changes: [{ id: 1, from: ['sending'], state: 'unknown' }],
      by: 'ana',
      atMs: 2,
    });
    await expect.poll(() => changes).toContainEqual(expect.objectContaining({ outbox: true, cases: false }));
    await store.close();
  });

  it('make a new file without a backup', async () => {
    const opened = await openWriter({ file, nowMs });
    expect(opened).toMatchObject({ journal: 'wal', migrated: migrations.map(({ id }) => id) });
    opened.database.close();
    expect(backups()).toEqual([]);
    const again = await openWriter({ file, nowMs });
    expect(again.migrated).toEqual([]);
    again.database.close();
  });

  it('bring an older file up to date, after a backup that was verified', async () => {
    await fill();
    const opened = await openWriter({ file, nowMs, steps: [...migrations, next] });
    expect(opened.migrated).toEqual([next.id]);
    expect(opened.database.pragma('user_version', { simple: true })).toBe(next.id);
    expect(opened.database.prepare('SELECT value, colour FROM indicator ORDER BY value').raw().all()).toEqual([
      ['a.com', 'red'],
      ['b.com', 'red'],
    ]);
    opened.database.close();
    expect(backups()).toEqual([`sightline.db.schema-${newestVersion(migrations)}.2026-11-21T00-00-00.000Z`]);
    const copy = new Sqlite(join(data.folder, 'backups', backups()[0] ?? ''), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(newestVersion(migrations));
    expect(copy.prepare('SELECT count(*) FROM indicator').pluck().get()).toBe(2);
    copy.close();
    // This program is now the older one.
    await expect(openWriter({ file, nowMs })).rejects.toMatchObject({ code: 'storage.newerSchema' });
    expect(() => openReader(file)).toThrow(expect.objectContaining({ code: 'storage.newerSchema' }));
  });

  it('are all or nothing, step by step', async () => {
    await fill();
    const steps = [...migrations, next, failing];
    await expect(openWriter({ file, nowMs, steps })).rejects.toThrow('power cut');
    const db = new Sqlite(file, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(next.id);
    expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get()).toBe(0);
    db.close();
    const repaired: Migration = { ...failing, up: (handle) => void handle.exec('CREATE TABLE half(x)') };
    const opened = await openWriter({ file, nowMs: nowMs + 1, steps: [...migrations, next, repaired] });
    expect(opened.migrated).toEqual([failing.id]);
    opened.database.close();
  });

  it('keep the last three backups and nothing else of the folder away', async () => {
    await fill();
    const folder = join(data.folder, 'backups');
    const steps = [...migrations, next, failing];
    for (let day = 0; day < 5; day += 1) {
      await openWriter({ file, nowMs: nowMs + day * 86_400_000, steps }).catch(() => undefined);
      if (day === 0) writeFileSync(join(folder, 'mine.txt'), 'x');
    }
    expect(backups()).toEqual([
      'mine.txt',
      `sightline.db.schema-${next.id}.2026-11-23T00-00-00.000Z`,
      `sightline.db.schema-${next.id}.2026-11-24T00-00-00.000Z`,
      `sightline.db.schema-${next.id}.2026-11-25T00-00-00.000Z`,
    ]);
  });

  it('are asked for by a reader that finds an older file', async () => {
    await fill();
    const opened = openReader(file, [...migrations, next]);
    expect(opened.state).toBe('outdated');
    opened.database.close();
  });

  it('0020 reads what is sorted by out of the snapshots that are there, and of those to come', async () => {
    const before = migrations.filter(({ id }) => id < 20);
    const old = await openWriter({ file, nowMs, steps: before });
    const snapshot = (score: number | null, verdict: string) => JSON.stringify({ indicator: { score, verdict } });
    old.database.exec(`
      INSERT INTO indicator(id, type, value, severity, seq) VALUES (1, 4, 'a.com', 0, 1), (2, 4, 'b.com', 0, 1), (3, 4, 'c.com', 0, 1);
      INSERT INTO case_file(id, uuid, title, status, severity, tlp, pap, created_at_ms, updated_at_ms)
        VALUES (1, 'u', 't', 'open', 'none', 'amber', 'amber', 1, 1)`);
    const add = 'INSERT INTO case_indicator(case_id, indicator_id, added_at_ms, snapshot) VALUES (1, ?, 1, ?)';
    old.database.prepare(add).run(1, snapshot(80, 'benign'));
    old.database.prepare(add).run(2, snapshot(null, 'unknown'));
    old.database.close();
    const opened = await openWriter({ file, nowMs, steps: migrations.filter(({ id }) => id <= 20) });
    expect(opened.migrated).toEqual([20]);
    opened.database.prepare(add).run(3, snapshot(5, 'malicious'));
    const sorted =
      'SELECT indicator_id, score_before, verdict_before FROM case_indicator WHERE case_id = 1 ORDER BY score_before';
    expect(opened.database.prepare(sorted).raw().all()).toEqual([
      [2, null, 0],
      [3, 5, 1],
      [1, 80, 3],
    ]);
    for (const column of ['score_before', 'verdict_before']) {
      const asked = `SELECT id FROM case_indicator WHERE case_id = 1 ORDER BY ${column} DESC NULLS LAST, id DESC`;
      const plan = JSON.stringify(opened.database.prepare(`EXPLAIN QUERY PLAN ${asked}`).all());
      expect(plan).toContain(`INDEX case_indicator_${column}`);
      expect(plan).not.toContain('TEMP B-TREE');
    }
    opened.database.close();
  });
});
