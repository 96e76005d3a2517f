import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqlConnection } from '#main/db/connection.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { ExpectedRows } from '../../support/expected-rows.ts';
import { Chance } from '../../support/search-world.ts';
import {
  addConnection,
  connectionId,
  makeDataFolder,
  openTestStore,
  TestClock,
  testPaths,
  walk,
} from '../../support/store.ts';
import type { TestRecord } from '../../support/store-stream.ts';
import { checkChanges, checkStoredRows, readSeen } from '../../support/stored-rows.ts';

const nowMs = new TestClock().nowMs();
/** Numbers of the connections; pages of few records share transactions, a page of many has one of its own. */
const connections = [1, 2, 3];
const shapes = [
  { stream: 'some', pages: 6, records: 50 },
  { stream: 'some', pages: 3, records: 100 },
  // Sees everything: what it does not see is gone.
  { stream: 'all', pages: 5, records: 60 },
] as const;
const shapeOf = (connection: number) => shapes[connection - 1] ?? shapes[0];

/** Few values, so that many records are about the same one, some of them in the same page; and some are left alone by a walk. */
function nameOf(chance: Chance): { readonly type: IndicatorType; readonly value: string } {
  const n = chance.below(60);
  const names = [
    { type: 'domain', value: `www.host-${n}.example` },
    { type: 'ipv4', value: `198.51.${n}.7` },
    { type: 'ipv6', value: `2001:db8::${n.toString(16)}` },
    { type: 'cidr', value: `10.${n}.0.0/16` },
    { type: 'url', value: `https://host-${n}.example/Path?Id=${n}` },
    { type: 'email', value: `box-${n}@host-${n}.example` },
    { type: 'sha256', value: n.toString(16).padStart(64, '0') },
    { type: 'other', value: `name ${n}` },
  ] as const;
  return chance.pick(names);
}

function recordOf(chance: Chance): TestRecord {
  const { type, value } = nameOf(chance);
  const words = (prefix: string): string[] =>
    Array.from({ length: chance.below(4) }, () => `${prefix}${chance.below(9)}`);
  const seenMs = chance.isTrue(0.7) ? nowMs - chance.below(1_000_000) : null;
  // Some keys mean another value in the next page, as when a vendor corrects a record.
  const wanders = chance.isTrue(0.1);
  return {
    key: wanders ? `wandering ${chance.below(20)}` : `${value} ${chance.below(3)}`,
    type,
    value,
    received: !wanders && chance.isTrue(0.2) ? value.toUpperCase() : null,
    severity: chance.isTrue(0.5) ? chance.pick(['low', 'high']) : null,
    score: chance.isTrue(0.8) ? chance.below(101) : null,
    firstSeenMs: seenMs === null ? null : seenMs - 1_000,
    lastSeenMs: seenMs,
    expiresAtMs: chance.isTrue(0.3) ? nowMs + chance.below(2_000) - 1_000 : null,
    tags: [...words('Tag '), ...(chance.isTrue(0.1) ? [chance.pick(['TLP:RED', 'tlp:green'])] : [])],
    categories: words('category '),
    sources: words('source ').map((name) => ({
      name,
      intent: chance.pick(['malicious', 'benign', 'unstated'] as const),
    })),
    action: chance.isTrue(0.2) ? 'prevent' : null,
    rule: chance.isTrue(0.3) ? `Rule ${chance.below(4)}` : null,
    country: chance.isTrue(0.4) ? chance.pick(['DE', 'FR']) : null,
    asn: chance.isTrue(0.3) ? `AS${chance.below(4)}` : null,
    asType: chance.isTrue(0.3) ? chance.pick(['hosting', 'isp']) : null,
    platforms: chance.isTrue(0.3) ? ['windows', 'linux'].slice(chance.below(2)) : [],
    description: chance.isTrue(0.3) ? `Größe ${'€'.repeat(chance.below(2_000))}` : null,
    benign: chance.isTrue(0.2),
    gone: chance.isTrue(0.1),
    derived: chance.isTrue(0.1) ? [{ ...nameOf(chance), relation: 'seen_in_sample' }] : [],
    ...(chance.isTrue(0.2) ? { fingerprint: `says ${chance.below(3)}` } : {}),
    noise: chance.below(5),
  };
}

function pagesOf(connection: number, seed: number): TestRecord[][] {
  const chance = new Chance(seed + connection);
  const { pages, records } = shapeOf(connection);
  return Array.from({ length: pages }, () => Array.from({ length: records }, () => recordOf(chance)));
}

/** The same records as a vendor sends them later: some were seen again, some have their lists in another order. */
function sendAgain(pages: readonly TestRecord[][], seed: number): TestRecord[][] {
  const chance = new Chance(seed);
  const later = (record: TestRecord): TestRecord => {
    const { lastSeenMs = null, tags = [], sources = [] } = record;
    if (chance.isTrue(0.2)) return { ...record, lastSeenMs: lastSeenMs === null ? null : lastSeenMs + 500 };
    if (chance.isTrue(0.2)) return { ...record, tags: tags.toReversed(), sources: sources.toReversed() };
    return record;
  };
  return pages.map((records) => records.map(later));
}

let data: ReturnType<typeof makeDataFolder>;
let store: Store;

beforeEach(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder);
  for (const n of connections) await addConnection(store, n);
});
afterEach(async () => {
  await store.close();
  data.remove();
});

/** Reads the file beside the store. */
function read<Result>(look: (db: SqlConnection) => Result): Result {
  const database = new Sqlite(testPaths(data.folder).databaseFile, { readonly: true });
  try {
    return look(new SqlConnection(database));
  } finally {
    database.close();
  }
}

/** The pages of each connection. */
type Sent = ReadonlyMap<number, readonly TestRecord[][]>;

const sentOf = (make: (connection: number) => readonly TestRecord[][]): Sent =>
  new Map(connections.map((connection) => [connection, make(connection)]));

/** Walks all connections at once, so that their pages share transactions. Who comes first does not matter to what is checked. */
async function walkAll(expected: ExpectedRows, sent: Sent, atMs: number): Promise<void> {
  const changed = connections.map((connection) => {
    const records = sent.get(connection)?.flat() ?? [];
    const seen = new Set<string>();
    let stored = 0;
    for (const record of records) {
      const isChanged = expected.take({ connection, record, atMs });
      // One that comes twice is counted as it came first.
      if (isChanged && !seen.has(record.key)) stored += 1;
      seen.add(record.key);
    }
    if (shapeOf(connection).stream === 'all') expected.conclude(connection, seen, atMs);
    return { received: seen.size, stored, unchanged: seen.size - stored, rejected: 0 };
  });
  const before = read(readSeen);
  const walks = await Promise.all(
    connections.map((n) => {
      const pages = (sent.get(n) ?? []).map((records) => ({ records }));
      return walk(store, pages, { connectionId: connectionId(n), stream: shapeOf(n).stream, atMs });
    }),
  );
  read((db) => checkChanges(db, before));
  for (const [at, { run }] of walks.entries()) {
    expect(run, `walk ${at}`).toMatchObject({ ...changed[at], status: 'complete', pages: shapes[at]?.pages });
  }
  const ended = { cursor: null, total: null, last_complete_at_ms: atMs };
  const positions = read((db) => db.all('SELECT cursor, total, last_complete_at_ms FROM stream_position'));
  expect(positions).toEqual(connections.map(() => ended));
  expect(read((db) => db.value('SELECT count(*) FROM walk_page'))).toBe(0);
}

describe('the rows that pages of several connections leave', () => {
  it.each([1, 2])('are those of their records, one by one (seed %i)', async (seed) => {
    const expected = new ExpectedRows();
    const second = sentOf((n) => pagesOf(n, seed * 100 + 10));
    await walkAll(
      expected,
      sentOf((n) => pagesOf(n, seed * 100)),
      nowMs - 3_000,
    );
    await walkAll(expected, second, nowMs - 2_000);
    // Much is as the walk before left it, some goes back and forth.
    await walkAll(
      expected,
      sentOf((n) => sendAgain(second.get(n) ?? [], seed + n)),
      nowMs - 1_000,
    );
    await store.close();
    read((db) => checkStoredRows(db, expected, { connections, nowMs }));
  });

  it('are those of the pages that could be stored, where one of them is refused', async () => {
    // The disk's refusals cannot be ordered; a trigger's can.
    const trigger = new Sqlite(testPaths(data.folder).databaseFile);
    trigger.exec(`CREATE TRIGGER refuse BEFORE INSERT ON observation WHEN new.vendor_key = 'refused'
      BEGIN SELECT raise(ABORT, 'refused'); END`);
    const chance = new Chance(7);
    // So many records in the refused page that some of their raw texts, and of those before, are written before it fails. Each
    // key comes once and all at one time: how much was committed before makes no difference once all of it is sent again.
    const spoilt = [10, 70, 10].map((count, page) =>
      Array.from({ length: count }, (_, at) => ({ ...recordOf(chance), key: `record ${page} ${at}` })),
    );
    spoilt[1]?.push({ ...recordOf(chance), key: 'refused' });
    const sound = Array.from({ length: 4 }, () => Array.from({ length: 10 }, () => recordOf(chance)));
    // Words that the refused page is the first to use, and one that takes the place which they had.
    for (const record of spoilt.slice(1).flat()) record.tags = ['late 1', 'late 2'];
    for (const record of sound.slice(2).flat()) record.tags = ['between', 'late 1', 'late 2'];
    const atMs = nowMs - 2_000;
    const send = (connection: number, pages: readonly TestRecord[][]) =>
      walk(
        store,
        pages.map((records) => ({ records })),
        { connectionId: connectionId(connection), atMs },
      );
    const [refused, other] = await Promise.allSettled([send(1, spoilt), send(2, sound)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'internal.bug' } });
    expect(other).toMatchObject({ status: 'fulfilled', value: { run: { status: 'complete', pages: 4 } } });

    trigger.exec('DROP TRIGGER refuse');
    trigger.close();
    await send(1, spoilt);
    const expected = new ExpectedRows();
    for (const [connection, pages] of [
      [1, spoilt],
      [2, sound],
    ] as const)
      for (const record of pages.flat()) expected.take({ connection, record, atMs });
    await store.close();
    read((db) => checkStoredRows(db, expected, { connections, nowMs }));
  });
});
