/** Pages that a disk changed are told, whatever is in them; pages that the store wrote never are. */
import fs, {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '#main/db/care/backup.ts';
import { repair } from '#main/db/care/repair.ts';
import { restore } from '#main/db/care/restore.ts';
import { closeAsItIs } from '#main/db/open/file-watch.ts';
import { LogCopier } from '#main/db/sums/copy-log.ts';
import { dropSums, sumsFile } from '#main/db/sums/page-sums.ts';
import type { Store } from '#main/services/ports/store.ts';
import {
  addConnection,
  connectionId,
  type Gateway,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  testPaths,
  walk,
} from '../../support/store.ts';
import { openWork, workKinds } from '../../support/work-kinds.ts';

const pageBytes = 8_192;

let data: ReturnType<typeof makeDataFolder>;
let file: string;

beforeEach(() => {
  data = makeDataFolder();
  file = testPaths(data.folder).databaseFile;
});
afterEach(() => data.remove());

async function withStore<Result>(
  work: (store: Store) => Promise<Result>,
  gateway: Gateway = 'inline',
): Promise<Result> {
  const store = await openTestStore(gateway, data.folder);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A cache with something in every kind of table that a sync and an analyst fill. */
function fill(gateway: Gateway = 'inline', start = 0): Promise<void> {
  return withStore(async (store) => {
    if (start === 0) await addConnection(store);
    const records = Array.from({ length: 300 }, (_, n) =>
      record(`known-${start + n}.example`, { description: 'long '.repeat(50), tags: ['botnet'] }),
    );
    await walk(store, [{ records }], { connectionId: connectionId(1), stream: 'all' });
    const place = await openWork(store);
    for (const kind of workKinds) await kind.store(place, start);
  }, gateway);
}

const check = async (gateway: Gateway = 'inline'): Promise<string | null> =>
  (await withStore((store) => store.read('store.statistics', { check: true }), gateway)).check;

/** @returns whether another byte than before stands there. */
function flip(place: number, bit = 0x10): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(place) ^ bit, place);
  writeFileSync(file, bytes);
}

/** What SQLite alone says. */
function sqliteSays(): unknown {
  const database = new Sqlite(file, { readonly: true });
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}

/** Where a text stands in the file. */
function placeOf(text: string): number {
  const place = readFileSync(file).indexOf(text);
  expect(place).toBeGreaterThan(0);
  return place;
}

const pageOf = (place: number): number => Math.floor(place / pageBytes) + 1;

describe('a flipped bit', () => {
  it.each(['inline', 'worker'] as const)(
    'in a text is told, though SQLite sees nothing wrong (%s)',
    async (gateway) => {
      await fill(gateway);
      expect(await check(gateway)).toBe('ok');
      const place = placeOf('long long long');
      flip(place);
      expect(sqliteSays()).toBe('ok');
      expect(await check(gateway)).toBe(`not as Sightline wrote them: page ${pageOf(place)}`);
      // It does not become right by being asked again.
      expect(await check(gateway)).toBe(`not as Sightline wrote them: page ${pageOf(place)}`);
    },
  );

  it('is told in each page of the file', async () => {
    await fill();
    const pages = statSync(file).size / pageBytes;
    expect(pages).toBeGreaterThan(40);
    for (let page = 1; page <= pages; page += 1) {
      // In the first half of a page there are pointers, in the second its rows.
      const place = (page - 1) * pageBytes + 6_000;
      flip(place);
      expect(await check().catch(({ code }) => code)).not.toBe('ok');
      flip(place);
    }
    expect(await check()).toBe('ok');
  });

  it('is told while the log still holds the page, once it is read from the file', async () => {
    await withStore(async (store) => {
      await addConnection(store);
      const records = Array.from({ length: 300 }, (_, n) => record(`known-${n}.example`, { description: 'long long' }));
      await walk(store, [{ records }], { connectionId: connectionId(1), stream: 'all' });
      await store.write('store.maintain', null);
      expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
      const place = placeOf('known-7.example');
      flip(place);
      expect((await store.read('store.statistics', { check: true })).check).toContain(`page ${pageOf(place)}`);
    });
  });

  it('is told among those that many others are', async () => {
    await fill();
    for (let page = 20; page < 30; page += 1) flip(page * pageBytes - 1, 0x01);
    const told = await check();
    expect(told).toMatch(/page 20, 21, 22, 23, 24 and 5 more$/);
  });

  it('makes a database worth repairing', async () => {
    await fill();
    flip(placeOf('long long long'));
    expect(await repair({ file, nowMs: 0 })).toMatchObject({ kind: 'repaired' });
    expect(await check()).toBe('ok');
    expect(await repair({ file, nowMs: 1 })).toEqual({ kind: 'sound' });
  });
});

describe('what the store wrote is as it was written', () => {
  it('after many sessions, in threads and without', async () => {
    for (let nth = 0; nth < 4; nth += 1) {
      await fill(nth % 2 === 0 ? 'worker' : 'inline', nth * 150);
      expect(await check()).toBe('ok');
    }
  });

  it('while it writes on, and a reader holds on', async () => {
    await fill();
    await withStore(async (store) => {
      const held = await store.snapshot();
      for (let nth = 1; nth < 6; nth += 1) {
        const description = 'x'.repeat(20_000);
        const records = Array.from({ length: 100 }, (_, n) => record(`more-${nth}-${n}.example`, { description }));
        const written = walk(store, [{ records }], { connectionId: connectionId(1), stream: 'all' });
        expect((await store.read('store.statistics', { check: true })).check).toBe('ok');
        await written;
        await store.write('store.maintain', null);
        expect((await store.read('store.statistics', { check: true })).check).toBe('ok');
      }
      await held.release();
    }, 'worker');
    expect(await check()).toBe('ok');
  });

  it('where two of them copy the log in turn', async () => {
    await fill();
    const [first, second] = [new Sqlite(file), new Sqlite(file)];
    const [one, other] = [new LogCopier(file), new LogCopier(file)];
    for (let nth = 0; nth < 20; nth += 1) {
      first.prepare('UPDATE setting SET value = ?').run(JSON.stringify(`${nth} ${'a'.repeat(9_000)}`));
      if (nth % 3 === 0) one.copy(first);
      second.prepare('UPDATE case_file SET summary = ?').run(`${nth} ${'b'.repeat(9_000)}`);
      if (nth % 2 === 0) other.copy(second);
    }
    one.copy(first);
    one.close(true);
    other.close(true);
    first.close();
    second.close();
    expect(await check()).toBe('ok');
  });

  it('where what is in the log was left by one that was killed', async () => {
    await fill();
    const killed = new Sqlite(file);
    killed.pragma('wal_autocheckpoint = 0');
    killed.prepare('UPDATE case_file SET summary = ?').run('left behind'.repeat(2_000));
    closeAsItIs(killed, file);
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(await check()).toBe('ok');
    await fill('worker', 500);
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(await check()).toBe('ok');
  });

  it('where it was killed between the sums and the copy, and another one goes on', async () => {
    await fill();
    const killed = new Sqlite(file);
    killed.pragma('wal_autocheckpoint = 0');
    const copier = new LogCopier(file);
    killed.prepare('UPDATE case_file SET summary = ?').run('summed, not copied'.repeat(2_000));
    // The copy is asked for last, and this one does not come to it.
    const dying = new Proxy(killed, {
      get: (target, name) =>
        name === 'pragma'
          ? (text: string) => (text.includes('PASSIVE') ? undefined : target.pragma(text))
          : Reflect.get(target, name),
    });
    copier.copy(dying);
    expect(await check()).toBe('ok');
    killed.prepare('UPDATE case_file SET summary = ?').run('written later'.repeat(2_000));
    copier.close(false);
    closeAsItIs(killed, file);
    expect(await check()).toBe('ok');
    await fill('inline', 700);
    expect(await check()).toBe('ok');
  });

  it.each(['inline', 'worker'] as const)('where housekeeping fails when it is closed (%s)', async (gateway) => {
    await fill(gateway);
    exec(
      file,
      `INSERT INTO lineage(seq, token) VALUES (-5, x'00'), (-4, x'01');
       CREATE TRIGGER refuse BEFORE DELETE ON lineage BEGIN SELECT RAISE(ABORT, 'No room.'); END;`,
    );
    dropSums(file);
    expect(await check(gateway)).toBe('ok');
    await withStore((store) => addConnection(store, 2), gateway);
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(await check(gateway)).toBe('ok');
  });

  it('where the sums could not be had when it is closed', async () => {
    await fill();
    const store = await openTestStore('inline', data.folder);
    await addConnection(store, 2);
    const holder = new Sqlite(sumsFile(file));
    holder.exec('BEGIN IMMEDIATE');
    await store.close();
    holder.close();
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(await check()).toBe('ok');
  });

  it('where somebody dropped the sums while others had them open', async () => {
    await fill();
    const [first, second] = [new Sqlite(file), new Sqlite(file)];
    for (const database of [first, second]) database.pragma('wal_autocheckpoint = 0');
    const [one, other] = [new LogCopier(file), new LogCopier(file)];
    const write = (database: Sqlite.Database, text: string): void => {
      database.prepare('UPDATE case_file SET summary = ?').run(text.repeat(9_000));
    };
    write(first, 'a');
    one.copy(first);
    other.copy(second);
    // As one whose disk is full.
    one.close(false);
    dropSums(file);
    write(first, 'b');
    const anew = new LogCopier(file);
    anew.copy(first);
    const { ino } = statSync(sumsFile(file));
    write(second, 'c');
    other.copy(second);
    // They are not dropped once more by each that had the old ones open.
    expect(statSync(sumsFile(file)).ino).toBe(ino);
    // A log that was copied as a whole begins anew.
    second.prepare('UPDATE setting SET value = ?').run('"d"');
    anew.copy(second);
    for (const copier of [anew, other]) copier.close(true);
    for (const database of [first, second]) database.close();
    expect(await check()).toBe('ok');
  });

  it('after a backup was restored', async () => {
    await fill();
    const target = `${data.folder}/backup.db`;
    await backUp({ file, target });
    await fill('inline', 900);
    await restore({ file, source: target, nowMs: 0 });
    expect(await check()).toBe('ok');
    await fill('inline', 900);
    expect(await check()).toBe('ok');
  });

  it('in a restoration that was refused after the log was folded in', async () => {
    await fill();
    const source = `${data.folder}/backup.db`;
    await backUp({ file, target: source });
    const killed = new Sqlite(file);
    killed.pragma('wal_autocheckpoint = 0');
    killed.prepare('UPDATE case_file SET summary = ?').run('left behind'.repeat(2_000));
    closeAsItIs(killed, file);
    // Where what is there is to be kept there is something already.
    mkdirSync(`${data.folder}/replaced-1970-01-01T00-00-00.000Z`);
    await expect(restore({ file, source, nowMs: 0 })).rejects.toThrow();
    expect(existsSync(`${file}-wal`)).toBe(false);
    // The refused restoration left it without WAL, until something is written.
    await withStore((store) => store.write('store.maintain', null));
    expect(await check()).toBe('ok');
    flip(placeOf('left behind'));
    expect(await check()).toMatch(/^not as Sightline wrote them/);
  });
});

describe('the sums', () => {
  /** As after a power cut: what was written last did not reach the disk. */
  function cutPower(older: string, rebooted: boolean): void {
    copyFileSync(older, sumsFile(file));
    const sums = new Sqlite(sumsFile(file));
    sums.exec(`UPDATE state SET is_settled = 0 ${rebooted ? ', written_at_ms = 1000' : ''}`);
    sums.close();
  }

  it('are taken anew after a power cut, since the disk may have older ones', async () => {
    await fill();
    const older = `${data.folder}/older-sums`;
    copyFileSync(sumsFile(file), older);
    await fill('inline', 500);
    cutPower(older, true);
    expect(await check()).toBe('ok');
    const place = placeOf('long long long');
    flip(place);
    expect(await check()).toBe(`not as Sightline wrote them: page ${pageOf(place)}`);
  });

  it('are taken anew after a power cut that the clock was set back by', async () => {
    await fill();
    const older = `${data.folder}/older-sums`;
    copyFileSync(sumsFile(file), older);
    await fill('inline', 500);
    cutPower(older, false);
    exec(sumsFile(file), `UPDATE state SET written_at_ms = ${Date.now() + 3_600_000}`);
    expect(await check()).toBe('ok');
  });

  it('are not called in order while a log is left, whose end a power cut may take', async () => {
    await fill();
    const before = readFileSync(file);
    const reader = new Sqlite(file, { readonly: true });
    reader.exec('BEGIN');
    reader.pragma('schema_version');
    await withStore((store) => walk(store, [{ records: [record('late.example')] }], { stream: 'some' }));
    closeAsItIs(reader, file);
    // Nothing of the log had reached the disk, and nothing of it the file.
    expect(readFileSync(file).equals(before)).toBe(true);
    rmSync(`${file}-wal`);
    rmSync(`${file}-shm`);
    exec(sumsFile(file), 'UPDATE state SET written_at_ms = 1000');
    expect(await check()).toBe('ok');
  });

  it('that are older than the pages would be noticed', async () => {
    await fill();
    const older = `${data.folder}/older-sums`;
    copyFileSync(sumsFile(file), older);
    await fill('inline', 500);
    cutPower(older, false);
    expect(await check()).toMatch(/^not as Sightline wrote them/);
  });

  it('are believed after a power cut where they were left in order', async () => {
    await fill();
    const sums = new Sqlite(sumsFile(file));
    expect(sums.prepare('SELECT is_settled FROM state').pluck().get()).toBe(1);
    sums.exec('UPDATE state SET written_at_ms = 1000');
    sums.close();
    flip(placeOf('long long long'));
    expect(await check()).toMatch(/^not as Sightline wrote them/);
  });

  it.each([
    ['missing', () => dropSums(file)],
    ['no database', () => writeFileSync(sumsFile(file), 'nonsense '.repeat(2_000))],
    ['of another layout', () => exec(sumsFile(file), 'PRAGMA user_version = 77')],
    ['cut off', () => writeFileSync(sumsFile(file), readFileSync(sumsFile(file)).subarray(0, 5_000))],
  ])('that are %s are taken anew', async (_what, spoil) => {
    await fill();
    spoil();
    expect(await check()).toBe('ok');
    flip(placeOf('long long long'));
    expect(await check()).toMatch(/^not as Sightline wrote them/);
  });

  it('that can be neither emptied nor deleted, as on Windows, keep SQLite from copying without them', async () => {
    await fill();
    const database = new Sqlite(file);
    database.pragma('wal_autocheckpoint = 0');
    const holder = new Sqlite(sumsFile(file));
    holder.exec('BEGIN IMMEDIATE');
    const { rmSync: remove } = fs;
    fs.rmSync = () => {
      throw Object.assign(new Error('Somebody has it open.'), { code: 'EBUSY' });
    };
    syncBuiltinESMExports();
    try {
      new LogCopier(file).giveUp(database);
    } finally {
      fs.rmSync = remove;
      syncBuiltinESMExports();
    }
    expect(database.pragma('wal_autocheckpoint', { simple: true })).toBe(0);
    holder.close();
    new LogCopier(file).giveUp(database);
    expect(database.pragma('wal_autocheckpoint', { simple: true })).toBe(24_000);
    database.close();
    expect(await check()).toBe('ok');
  });

  it('of a damaged file are not taken', async () => {
    await fill();
    dropSums(file);
    flip(3 * pageBytes);
    expect(await check()).not.toBe('ok');
    flip(3 * pageBytes);
    expect(await check()).toBe('ok');
  });

  it('hold no value, and nobody else can read them', async () => {
    await fill();
    expect(readFileSync(sumsFile(file)).includes('example')).toBe(false);
    expect(statSync(sumsFile(file)).mode & 0o777).toBe(0o600);
    expect(readdirSync(data.folder).filter((name) => name.includes('sums'))).toContain('sightline.db-sums');
  });

  it('are read, not written, where a look must not change anything', async () => {
    await fill();
    rmSync(`${sumsFile(file)}-journal`, { force: true });
    const before = readFileSync(sumsFile(file));
    expect(await check()).toBe('ok');
    expect(await withStore((store) => store.read('indicators.count', { plan: plan() }))).toMatchObject({ value: 300 });
    expect(readFileSync(sumsFile(file)).equals(before)).toBe(true);
    dropSums(file);
    expect(await repair({ file, nowMs: 0 })).toEqual({ kind: 'sound' });
    expect(existsSync(sumsFile(file))).toBe(false);
  });
});

function exec(database: string, sql: string): void {
  const handle = new Sqlite(database);
  handle.exec(sql);
  handle.close();
}
