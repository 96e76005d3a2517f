import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { mortalArguments } from '../support/fatal-point.ts';
import {
  addConnection,
  connectionId,
  openTestStore,
  plan,
  record,
  TestClock,
  TestLogger,
  testPaths,
  walk,
} from '../support/store.ts';
import { type Outcome, Tally } from './experiment.ts';
import type { Ending } from './killed-work.ts';

/** A folder that is removed when the work with it is over. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-chaos-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of a prepared data folder. */
export function copyOf(prepared: string, place: string): string {
  cpSync(prepared, place, { recursive: true });
  return place;
}

/** What a number of trials is about, each with a copy of one data folder. */
interface Trials<Known> {
  /** Makes the folder. @returns what each trial is to know of it. */
  setUp(prepared: string): Promise<Known>;
  attempt(place: string, known: Known, trial: number): Promise<Partial<Outcome>>;
}

/** Makes them, one after the other. */
export function onCopies<Known>(wanted: number, { setUp, attempt }: Trials<Known>): Promise<Outcome> {
  return inFolder(async (folder) => {
    const prepared = `${folder}/prepared`;
    const known = await setUp(prepared);
    const tally = new Tally();
    for (let trial = 0; trial < wanted; trial += 1) {
      tally.add(await attempt(copyOf(prepared, `${folder}/trial-${trial}`), known, trial));
    }
    return tally.outcome;
  });
}

/** A cache with an analyst's work in it. */
export async function prepare(folder: string, records = 1_500): Promise<void> {
  const store = await openTestStore('inline', folder);
  await addConnection(store, 1);
  const sent = Array.from({ length: records }, (_, n) => record(`known-${n}.example`, { description: 'x'.repeat(40) }));
  await walk(store, [{ records: sent }], { connectionId: connectionId(1), stream: 'all' });
  const ids = await store.read('indicators.searchIds', { plan: plan(), limit: 50 });
  const change = { state: 'reviewed', verdict: 'malicious', note: 'seen', by: 'me', atMs: 4_000 } as const;
  await store.write('triage.append', { ids, change });
  await store.write('settings.set', { name: 'theme', value: 'dark' });
  await store.close();
}

/** What a process of ours came to that was ended after some time, or that ended itself at a named moment. */
export interface Ended {
  /** Whether its end came before it was done. */
  readonly wasRunning: boolean;
  readonly lines: readonly string[];
  readonly durationMs: number;
}

/** Longest that a process is waited for. */
const patienceMs = 60_000;

/** Runs a script whose work ends too early; null lets it finish. @param env added to ours. */
export function runAndKill(
  script: string,
  args: readonly string[],
  ending: Ending | null,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const file = fileURLToPath(new URL(`../support/${script}`, import.meta.url));
  const mortal = ending !== null && 'point' in ending ? mortalArguments(ending.point) : [];
  const child = spawn(process.execPath, [...mortal, file, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  let text = '';
  let startedMs: number | undefined;
  // A point that does not come must not keep us waiting: the trial is then no hit.
  const patience = setTimeout(() => child.kill('SIGTERM'), patienceMs);
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    if (startedMs !== undefined) return;
    startedMs = performance.now();
    if (ending !== null) timer = schedule(child, ending);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      clearTimeout(patience);
      const lines = text.split('\n').filter(Boolean);
      const isEnded = signal === 'SIGKILL' || (ending !== null && 'failsAfterMs' in ending && code === 1);
      const wasRunning = isEnded && !lines.includes('done');
      resolve({ wasRunning, lines, durationMs: performance.now() - (startedMs ?? performance.now()) });
    });
  });
}

function schedule(child: ChildProcess, ending: Ending): NodeJS.Timeout | undefined {
  if ('afterMs' in ending) return setTimeout(() => child.kill('SIGKILL'), ending.afterMs);
  if ('point' in ending) return undefined;
  const limit = ['--pid', String(child.pid), `--fsize=${ending.fileBytes}:unlimited`];
  // It may be over by then: no hit.
  return setTimeout(() => spawnSync('prlimit', limit), ending.failsAfterMs);
}

/** Opens a store as a start does, and says how long that took, ms; what it finds wrong is thrown. */
export async function startAfterwards(folder: string): Promise<number> {
  return (await startAndListen(folder)).durationMs;
}

/** The same. @returns also whether it tells that some of what was stored last may be missing. */
export async function startAndListen(
  folder: string,
): Promise<{ readonly durationMs: number; readonly isLogSpoilt: boolean }> {
  const logger = new TestLogger();
  const startedMs = performance.now();
  const store = await openTestStore('inline', folder, { clock: new TestClock(20_000), logger });
  await store.read('indicators.count', { plan: plan() });
  const durationMs = performance.now() - startedMs;
  const { check } = await store.read('store.statistics', { check: true });
  await store.close();
  if (check !== 'ok') throw new Error(`The database is damaged: ${check}`);
  return { durationMs, isLogSpoilt: logger.entries.some(({ event }) => event === 'store.logSpoilt') };
}

/** Whether each page is as its sum says, once everything that a killed process left in the log is in the file. Throws what it finds. */
export async function requirePages(folder: string): Promise<void> {
  const store = await openTestStore('inline', folder, { clock: new TestClock(20_000) });
  await store.write('store.maintain', null);
  await store.close();
  await startAfterwards(folder);
}

/** The whole check, with what stands in the indexes against their tables, which a start leaves out. Throws what it finds. */
export function requireIntegrity(folder: string): void {
  const database = new Sqlite(testPaths(folder).databaseFile, { readonly: true });
  try {
    const found = database.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`The database is damaged: ${String(found)}`);
  } finally {
    database.close();
  }
}
