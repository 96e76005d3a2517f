import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqlConnection } from '#main/db/connection.ts';
import { fillEngine } from '#main/db/engine/fill.ts';
import { readSequence } from '#main/db/engine/follower.ts';
import { readToken } from '#main/db/engine/lineage.ts';
import { SearchCore } from '#main/db/engine/search-core.ts';
import {
  dropSnapshot,
  type HeldSegment,
  type SnapshotOrigin,
  snapshotFileOf,
  writeSnapshot,
} from '#main/db/engine/snapshot-file.ts';
import { openReader } from '#main/db/open/open-reader.ts';
import { answerRead } from '#main/db/reader/answer-read.ts';
import { ReaderCore } from '#main/db/reader/reader-core.ts';
import { SearchEngine } from '#main/search/engine.ts';
import type { Store } from '#main/services/ports/store.ts';
import { forgetDue } from '#main/services/retention.ts';
import { makePlan } from '../../support/random-plans.ts';
import { readFacts } from '../../support/search-oracle.ts';
import { Chance, fillWorld, judge, makeRecord, worldNowMs } from '../../support/search-world.ts';
import {
  connectionId,
  makeDataFolder,
  openTestStore,
  record,
  TestClock,
  testPaths,
  walk,
} from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let store: Store;
let snapshot: string;
let database: string;
const cores: SearchCore[] = [];

beforeEach(async () => {
  data = makeDataFolder();
  snapshot = snapshotFileOf(data.folder);
  database = testPaths(data.folder).databaseFile;
  await open();
  await fillWorld(store, 600, new Chance(1));
});
afterEach(async () => {
  for (const core of cores.splice(0)) core.close();
  await store.close();
  data.remove();
});

async function open(): Promise<void> {
  store = await openTestStore('inline', data.folder, { clock: new TestClock(worldNowMs) });
}

/** What a snapshot of what the database holds now is made of. */
function hold(): { readonly origin: SnapshotOrigin; readonly held: readonly HeldSegment[] } {
  const opened = openReader(database);
  const db = new SqlConnection(opened.database);
  const engine = new SearchEngine();
  fillEngine(db, engine);
  // Some of its rows are outdated, as after changes.
  const [row] = engine.hold().map(({ segment }) => segment.ids[3] ?? 0);
  engine.remove([row ?? 0]);
  fillEngineAgain(engine, db, row ?? 0);
  const sequence = readSequence(db);
  const schema = db.value<number>('PRAGMA user_version') ?? 0;
  const token = readToken(db, sequence) ?? '';
  db.close();
  opened.dispose();
  return { origin: { schema, sequence, token }, held: engine.hold() };
}

async function save(): Promise<void> {
  const { origin, held } = hold();
  await writeSnapshot(snapshot, origin, () => held);
}

/** Puts the removed one back, so that there are two segments. */
function fillEngineAgain(engine: SearchEngine, db: SqlConnection, id: number): void {
  const other = new SearchEngine();
  fillEngine(db, other);
  const ids = other.hold().flatMap(({ segment }) => [...segment.ids]);
  other.remove(ids.filter((one) => one !== id));
  other.mergeAll();
  for (const { segment, alive } of other.hold()) engine.adopt(segment, alive);
}

function start(): { readonly core: SearchCore; readonly from: string | undefined } {
  const core = new SearchCore(
    { dataFolder: data.folder, databaseFile: database },
    { onLost: () => {}, note: () => {} },
  );
  cores.push(core);
  return { core, from: core.fill()?.from };
}

/** Holds it against SQL for some questions. */
function check(core: SearchCore, seed: number): void {
  const sql = new ReaderCore({ dataFolder: data.folder, databaseFile: database }, { limitMs: null });
  const opened = openReader(database);
  const facts = readFacts(opened.database);
  opened.database.close();
  const chance = new Chance(seed);
  for (let nth = 0; nth < 40; nth += 1) {
    const asked = makePlan(chance, facts);
    const call = {
      name: 'indicators.searchIds',
      input: { plan: asked, limit: null },
      nowMs: worldNowMs,
      unlessDue: false,
    } as const;
    const [fromEngine, fromSql] = [core.read(call), answerRead(sql, call)];
    expect(fromEngine.kind === 'answer' && fromEngine.output, JSON.stringify(asked)).toEqual(
      fromSql.kind === 'answer' && fromSql.output,
    );
  }
  sql.close();
}

describe('the snapshot of the search engine', () => {
  it('is where the next start begins, with what changed since read from the log', async () => {
    expect(start().from).toBe('database');
    await save();
    await judge(store, new Chance(2), 20);
    await walk(store, [{ records: Array.from({ length: 50 }, () => makeRecord(new Chance(9))) }], { atMs: worldNowMs });
    const { core, from } = start();
    expect(from).toBe('snapshot');
    check(core, 3);
  });

  it('answers from the first question on, however much has changed since', async () => {
    await save();
    // More than what a single question reads on.
    for (let page = 0; page < 6; page += 1) {
      const records = Array.from({ length: 2_000 }, (_, at) => record(`host-${page}-${at}.example.org`));
      await walk(store, [{ records }], { atMs: worldNowMs });
    }
    const { core, from } = start();
    expect(from).toBe('snapshot');
    check(core, 12);
  });

  it('is made anew when a byte of it is wrong', async () => {
    await save();
    const whole = readFileSync(snapshot);
    const chance = new Chance(4);
    for (const at of [
      0,
      8,
      12,
      16,
      20,
      30,
      whole.length - 1,
      ...Array.from({ length: 20 }, () => chance.below(whole.length)),
    ]) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(snapshot, damaged);
      const { core, from } = start();
      expect(from, `byte ${at}`).toBe('database');
      core.close();
    }
    writeFileSync(snapshot, whole);
    expect(start().from).toBe('snapshot');
  });

  it('is made anew when it was not written to its end, or is no snapshot at all', async () => {
    await save();
    const whole = readFileSync(snapshot);
    for (const length of [0, 1, 23, 24, 500, whole.length >> 1, whole.length - 8, whole.length - 1]) {
      writeFileSync(snapshot, whole.subarray(0, length));
      expect(start().from, `${length} bytes`).toBe('database');
    }
    writeFileSync(snapshot, 'x'.repeat(10_000));
    expect(start().from).toBe('database');
    rmSync(snapshot);
    writeFileSync(`${snapshot}.0123456789abcdef.tmp`, whole);
    expect(start().from).toBe('database');
  });

  it('is of no use for a database that was restored from a backup and went another way', async () => {
    await store.close();
    const backup = `${database}.backup`;
    copyFileSync(database, backup);
    await open();
    await judge(store, new Chance(5), 5);
    await save();
    expect(start().from).toBe('snapshot');
    for (const core of cores.splice(0)) core.close();
    await store.close();
    for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
    copyFileSync(backup, database);
    await open();
    expect(start().from).toBe('database');
    // As many changes as before, and more: the numbers are those of the snapshot, the contents are not.
    await judge(store, new Chance(6), 5);
    await judge(store, new Chance(7), 5);
    const { core, from } = start();
    expect(from).toBe('database');
    check(core, 8);
  });

  it('does not keep what was purged', async () => {
    await save();
    await store.write('connections.remove', { id: connectionId(2), purge: true, atMs: worldNowMs });
    expect(existsSync(snapshot)).toBe(false);
  });

  it('does not keep what retention deleted, nor is one left that is being written', async () => {
    await save();
    writeFileSync(`${snapshot}.0123456789abcdef.tmp`, 'begun by another process');
    await forgetDue(store, connectionId(2), worldNowMs * 2);
    expect(readdirSync(data.folder).filter((name) => name.startsWith('search.snapshot'))).toEqual([]);
  });

  it('is not finished where it was dropped meanwhile', async () => {
    const { origin, held } = hold();
    const writing = writeSnapshot(snapshot, origin, () => {
      // The file for it is there by now.
      expect(readdirSync(data.folder).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
      dropSnapshot(data.folder);
      return held;
    });
    await expect(writing).rejects.toThrow('ENOENT');
    expect(readdirSync(data.folder).filter((name) => name.startsWith('search.snapshot'))).toEqual([]);
  });

  it('stays where retention found nothing to delete', async () => {
    await save();
    expect(await forgetDue(store, connectionId(2), 0)).toBe(0);
    expect(existsSync(snapshot)).toBe(true);
  });

  it('holds no text of a row that is not true any more', async () => {
    const { origin, held } = hold();
    const texts = held.flatMap(({ segment }) => {
      const { bytes, offsets } = segment.values;
      return [...segment.ids].map((id, row) => ({ id, text: bytes.subarray(offsets[row], offsets[row + 1]) }));
    });
    const long = texts.filter(({ text }) => text.length > 12);
    const engine = new SearchEngine();
    for (const { segment, alive } of held) engine.adopt(segment, alive);
    engine.remove(long.map(({ id }) => id));
    await writeSnapshot(snapshot, origin, () => engine.hold());
    const written = readFileSync(snapshot);
    expect(long.length).toBeGreaterThan(100);
    expect(long.filter(({ text }) => written.includes(text))).toEqual([]);
    const short = texts.filter(({ text }) => text.length > 5 && text.length <= 12);
    expect(short.filter(({ text }) => !written.includes(text))).toEqual([]);
  });

  it('is not written of a state that has passed', async () => {
    const { origin } = hold();
    expect(await writeSnapshot(snapshot, origin, () => undefined)).toBeUndefined();
    expect(readdirSync(data.folder).filter((name) => name.startsWith('search.snapshot'))).toEqual([]);
  });
});
