/**
 * Another process that uses the same store: `node store-child.ts <folder> <what> …`. Tells what it does line by line on
 * standard output, so that a test can end it at a named point.
 */
import { isLeaseHeld } from '#main/db/leases/lease-files.ts';
import { connectionId, openTestStore, pageInput, record, TestClock, walk } from './store.ts';
import type { TestPage, TestRecord } from './store-stream.ts';

const [folder = '', what = '', number = '1'] = process.argv.slice(2);
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Pages in which everything happens: derived records, aliases, triage; for the first connection a rejected one too. */
export function busyPages(prefix: string, count = 8, size = 60): TestPage[] {
  return Array.from({ length: count }, (_, page) => ({
    total: count * size + (prefix === 'p1' ? 1 : 0),
    records: [
      ...Array.from({ length: size }, (_record, index) => busyRecord(prefix, page, index)),
      ...(page === 3 && prefix === 'p1' ? [{ broken: 'no value' }] : []),
    ],
  }));
}

function busyRecord(prefix: string, page: number, index: number): TestRecord {
  const name = `${prefix}-${page}-${index}`;
  const common = { key: name, score: (page * 13 + index * 7) % 101, tags: [`tag${index % 5}`], lastSeenMs: index };
  if (index % 10 === 3) {
    return record(`vt-url:${name}`, { ...common, type: 'other' });
  }
  if (index % 10 === 4) {
    return record(`http://${name}.example/`, {
      ...common,
      type: 'url',
      aliases: [`vt-url:${prefix}-${page}-${index - 1}`],
      derived: [{ type: 'domain', value: `sample-${index}.example`, relation: 'seen_in_sample' }],
    });
  }
  const triage = index % 10 === 5 ? { reviewed: true, atMs: 50, by: 'dd' } : null;
  return record(`${name}.example`, { ...common, triage });
}

/** Walks as the sync service does, telling of each page. */
async function sync(): Promise<void> {
  const store = await openTestStore('worker', folder, { clock: new TestClock(10_000) });
  const id = connectionId(Number(number));
  const lease = await store.leaseConnection(id);
  const start = { connectionId: id, stream: 'all', atMs: 10_000, restart: false };
  const { runId, position } = await store.write('runs.start', start);
  const pages = busyPages(`p${number}`);
  let cursor: string | null = position.cursor ?? '{"page":0,"pass":0}';
  while (cursor !== null) {
    const { page } = JSON.parse(cursor) as { page: number };
    const sent = pages[page];
    if (sent === undefined) throw new Error('There is no such page.');
    const place = { runId, connectionId: id, stream: 'all', cursor };
    const outcome = await store.ingest(pageInput(place, { ...sent, more: page + 1 < pages.length }, 10_000));
    say(`page ${page}`);
    cursor = outcome.next;
  }
  await store.write('runs.finish', {
    runId,
    run: { status: 'complete', finishedAtMs: 10_001, expected: null, requests: 1, waitedMs: 0, error: null },
  });
  await lease.release();
  await store.close();
  say('done');
}

/** Holds the lease of a connection until it is ended. */
async function hold(): Promise<void> {
  const store = await openTestStore('worker', folder);
  await store.leaseConnection(connectionId(Number(number)));
  await store.write('runs.start', {
    connectionId: connectionId(Number(number)),
    stream: 'all',
    atMs: 1,
    restart: false,
  });
  say('held');
  setInterval(() => {}, 60_000);
}

/** Writes settings one by one; each is told only when it is stored. */
async function write(): Promise<void> {
  const store = await openTestStore('worker', folder);
  for (let n = 0; n < 100_000; n += 1) {
    await store.write('settings.set', { name: `n${n}`, value: String(n) });
    say(`stored ${n}`);
  }
}

/** Asks again and again whether somebody holds the lease of a connection, until it is ended. */
async function ask(): Promise<void> {
  const id = connectionId(Number(number));
  say(`held: ${isLeaseHeld(folder, id)}`);
  for (let n = 1; ; n += 1) {
    isLeaseHeld(folder, id);
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

if (what === 'sync') await sync();
if (what === 'hold') await hold();
if (what === 'ask') await ask();
if (what === 'write') await write();
if (what === 'walk') {
  const store = await openTestStore('worker', folder);
  await walk(store, busyPages(`p${number}`, 20, 200), { connectionId: connectionId(Number(number)), stream: 'some' });
  await store.close();
  say('done');
}
