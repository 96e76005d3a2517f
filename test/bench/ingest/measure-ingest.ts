/** How fast pages are stored, beside the least that storing can mean. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { indicatorAt } from '../search/generate.ts';
import { Feed, findStream, firstCursor, makeAnswers } from './feed.ts';
import { pageSize, type VendorAnswer } from './pages.ts';

/** Steps of one measurement: 16,000 indicators, 21,000 records. */
export const stepsPerRound = 32;

/** Of some pages, per record, microseconds. */
export interface Taken {
  readonly wallUs: number;
  /** Processor time of all threads but this one, of which only the writer works. */
  readonly cpuUs: number;
}

/** Stores pages by a sync of their own, to the last commit. */
export async function takeIngest(feed: Feed, answers: readonly VendorAnswer[]): Promise<Taken> {
  return take(countRecords(answers), async () => {
    for (const answer of answers) await feed.ingest(answer);
    await feed.finish();
  });
}

/** Pages that were stored before, from the start of the walks; all must be as they were. */
export async function takeUnchanged(feed: Feed, steps: number): Promise<Taken> {
  const answers = makeAnswers(0, steps);
  await feed.begin(true);
  let stored = 0;
  const taken = await take(countRecords(answers), async () => {
    for (const answer of answers) stored = Math.max(stored, (await feed.ingest(answer)).stored);
    await feed.finish();
  });
  if (stored > 0) throw new Error(`${stored} records were stored again.`);
  return taken;
}

/** The same pages only read, validated and mapped, in this thread. */
export function takeReading(answers: readonly VendorAnswer[]): number {
  const stream = findStream();
  const cursor = firstCursor();
  const startedMs = performance.now();
  for (const { body, records } of answers) {
    const page = stream.read({ status: 200, headers: {}, body }, cursor, {});
    if (page.drafts.length !== records) throw new Error('Records were lost.');
  }
  return ((performance.now() - startedMs) * 1_000) / countRecords(answers);
}

/** The raw limit: values of as many records, and nothing else, into a table without a key; microseconds each. */
export function takeLimit(from: number, answers: readonly VendorAnswer[]): number {
  const values = Array.from({ length: countRecords(answers) }, (_, at) => indicatorAt(from * pageSize + at).value);
  const folder = mkdtempSync(join(tmpdir(), 'sightline-limit-'));
  const database = new Sqlite(join(folder, 'limit.db'));
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec('CREATE TABLE plain(value TEXT) STRICT');
  const insert = database.prepare('INSERT INTO plain(value) VALUES (?)');
  const startedMs = performance.now();
  for (let at = 0; at < values.length; at += 10_000) {
    database.exec('BEGIN');
    for (const value of values.slice(at, at + 10_000)) insert.run(value);
    database.exec('COMMIT');
  }
  const takenMs = performance.now() - startedMs;
  database.close();
  rmSync(folder, { recursive: true });
  return (takenMs * 1_000) / values.length;
}

/** A store in a new folder, for what is measured with nothing in it. */
export async function takeEmpty(answers: readonly VendorAnswer[]): Promise<Taken> {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-ingest-'));
  mkdirSync(folder, { recursive: true });
  const feed = await Feed.open(folder);
  try {
    await feed.begin(false);
    return await takeIngest(feed, answers);
  } finally {
    await feed.close();
    rmSync(folder, { recursive: true });
  }
}

export function countRecords(answers: readonly VendorAnswer[]): number {
  return answers.reduce((sum, { records }) => sum + records, 0);
}

async function take(records: number, body: () => Promise<void>): Promise<Taken> {
  const cpuOfOthers = (): number => {
    const all = process.cpuUsage();
    const own = process.threadCpuUsage();
    return all.user + all.system - own.user - own.system;
  };
  const before = cpuOfOthers();
  const startedMs = performance.now();
  await body();
  const wallUs = ((performance.now() - startedMs) * 1_000) / records;
  return { wallUs, cpuUs: (cpuOfOthers() - before) / records };
}
