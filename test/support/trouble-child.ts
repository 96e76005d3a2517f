/**
 * Work on a disk that fails for a while and is well again, over and over:
 * `node trouble-child.ts <folder> <writes|reads|room|mode|eio-writes|eio-syncs|eio-reads|eio-end> <seed>`.
 *
 * The failures are the system's own. `writes`: this process may not let a file grow beyond some size (RLIMIT_FSIZE), so that SQLite
 * gets EFBIG in the middle of a commit. `reads`: the descriptors of the database are exchanged for ones that cannot be read, so that it
 * gets EBADF. `room`: SQLite is told that the disk has no more pages (SQLITE_FULL). `mode`: the folder was made read-only. `eio-…`: what
 * is preloaded (`failing-disk.ts`) answers with EIO; with `eio-end` to fsync, and the process kills itself at one of the first
 * refusals. Says `stored <kind>` or `refused <code>: <message>` of each piece, `same` or `wrong`
 * of each answer, and `done`.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import Sqlite from 'better-sqlite3';
import type { Store } from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { createRandom } from '../chaos/experiment.ts';
import { type DiskCall, failDisk, healDisk } from './failing-disk.ts';
import { openTestStore, plan, testPaths } from './store.ts';
import { openWork, type WorkPlace, workKinds } from './work-kinds.ts';

const rounds = 12;
const [folder = '', what = '', seed = '1'] = process.argv.slice(2);
const random = createRandom(Number(seed));
const { databaseFile } = testPaths(folder);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function tellRefusal(error: unknown): void {
  say(error instanceof AppError ? `refused ${error.code}: ${error.message}` : `refused otherwise: ${String(error)}`);
}

/** @param bytes that a file of ours may have at most; `unlimited` lifts it. */
function limitFiles(bytes: number | 'unlimited'): void {
  const { status } = spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
  if (status !== 0) throw new Error('The size of files could not be limited.');
}

/** Stores a piece of each kind, and tells what came of it. @param onRefusal called once each refusal is told. */
async function storePieces(place: WorkPlace, round: number, onRefusal: () => void = () => {}): Promise<void> {
  for (const kind of workKinds) {
    try {
      await kind.store(place, round);
      say(`stored ${kind.kind}`);
    } catch (error) {
      tellRefusal(error);
      onRefusal();
    }
  }
}

async function refuseWrites(): Promise<void> {
  const place = await openWork(await openTestStore('worker', folder));
  for (let round = 0; round < rounds; round += 1) {
    const logBytes = statSync(`${databaseFile}-wal`).size;
    // Somewhere in the log, or just behind it, so that a commit of several pages ends between two of them.
    if (round % 3 !== 2) limitFiles(Math.floor(logBytes * random() * 1.2) + Math.floor(random() * 40_000));
    await storePieces(place, round);
    limitFiles('unlimited');
  }
  await place.store.close();
}

/** As {@link refuseWrites}, by a disk that reports errors from some call on. */
async function refuseByDisk(kind: DiskCall): Promise<void> {
  const place = await openWork(await openTestStore('worker', folder));
  for (let round = 0; round < rounds; round += 1) {
    if (round % 3 !== 2) failDisk(kind, Math.floor(random() * (kind === 'sync' ? 4 : 40)));
    await storePieces(place, round);
    healDisk(kind);
  }
  await place.store.close();
}

/** The disk reports errors of fsync from some call on, and at one of the refusals the process is gone. */
async function endAtRefusal(): Promise<void> {
  const place = await openWork(await openTestStore('worker', folder));
  let refusals = 1 + Math.floor(random() * 4);
  failDisk('sync', Math.floor(random() * 20));
  const onRefusal = (): void => {
    refusals -= 1;
    if (refusals === 0) process.kill(process.pid, 'SIGKILL');
  };
  for (let round = 0; ; round += 1) await storePieces(place, round, onRefusal);
}

/** How many more pages the database may have; no limit where undefined. */
let room: number | undefined;

/** Limits, as a full disk does, what each transaction that begins finds room for. */
function limitRoom(): void {
  const { exec } = Sqlite.prototype;
  Sqlite.prototype.exec = function execInRoom(sql: string) {
    if (sql === 'BEGIN IMMEDIATE') {
      const pages = Number(this.pragma('page_count', { simple: true }));
      this.pragma(`max_page_count = ${room === undefined ? 1_000_000 : pages + room}`);
    }
    return exec.call(this, sql);
  };
}

async function refuseRoom(): Promise<void> {
  limitRoom();
  const place = await openWork(await openTestStore('inline', folder));
  for (let round = 0; round < rounds; round += 1) {
    room = round % 3 === 2 ? undefined : Math.floor(random() * 2);
    await storePieces(place, round);
    const large = { name: `large${round}`, value: 'x'.repeat(20_000) };
    await place.store.write('settings.set', large).catch(tellRefusal);
  }
  room = undefined;
  await place.store.close();
}

/** In a folder with a case that was made read-only: answers before and after each refused piece. */
async function refuseAll(): Promise<void> {
  const store = await openTestStore('inline', folder);
  const ids = await store.read('indicators.searchIds', { plan: plan(), limit: 200 });
  const expected = [];
  for (const ask of questions) expected.push(await ask(store, 0));
  await storePieces({ store, number: 'CASE-0001' as CaseNumber, ids }, 0);
  for (const [n, ask] of questions.entries()) {
    say(isDeepStrictEqual(await ask(store, 0), expected[n]) ? 'same' : 'wrong');
  }
  await store.close();
}

/** Puts another descriptor of the database in the place of each that is open. */
function exchangeDescriptors(flags: number): void {
  const file = realpathSync(databaseFile);
  const held = readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => isOpenOn(descriptor, file));
  for (const descriptor of held) {
    closeSync(descriptor);
    // The lowest free number is given out: those below it are taken meanwhile.
    const others: number[] = [];
    for (;;) {
      const opened = openSync(file, flags);
      if (opened === descriptor) break;
      others.push(opened);
    }
    for (const other of others) closeSync(other);
  }
}

function isOpenOn(descriptor: number, file: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`) === file;
  } catch {
    // That of the listing itself, gone by now.
    return false;
  }
}

const questions: readonly ((store: Store, round: number) => Promise<unknown>)[] = [
  (store) => store.read('indicators.count', { plan: plan() }),
  (store) => store.read('indicators.facets', { plan: plan() }),
  (store, round) => store.read('indicators.detail', { type: 'domain', value: `known-${round * 97}.example` }),
  (store, round) => store.read('indicators.search', { plan: plan(), offset: round * 90, limit: 50 }),
];

interface Ill {
  begin(): void;
  end(): void;
}

/** Each round opens anew, since what was read once SQLite remembers. */
async function refuseReads(disk: Ill): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const calm = await openTestStore('inline', folder);
    const expected = [];
    for (const ask of questions) expected.push(await ask(calm, round));
    await calm.close();

    const store = await openTestStore('inline', folder);
    await store.read('connections.list', null);
    for (const isIll of [true, false]) {
      if (isIll) disk.begin();
      else disk.end();
      for (const [n, ask] of questions.entries()) {
        try {
          say(isDeepStrictEqual(await ask(store, round), expected[n]) ? 'same' : 'wrong');
        } catch (error) {
          // Once the disk is well again nothing may be refused.
          if (!isIll) say('wrong');
          else tellRefusal(error);
        }
      }
    }
    await store.close();
  }
}

say('begun');
const unreadable: Ill = {
  begin: () => exchangeDescriptors(constants.O_WRONLY),
  end: () => exchangeDescriptors(constants.O_RDWR),
};
const works = {
  writes: refuseWrites,
  reads: () => refuseReads(unreadable),
  room: refuseRoom,
  mode: refuseAll,
  'eio-writes': () => refuseByDisk('write'),
  'eio-syncs': () => refuseByDisk('sync'),
  'eio-end': endAtRefusal,
  'eio-reads': () => refuseReads({ begin: () => failDisk('read', 0), end: () => healDisk('read') }),
};
await works[what as keyof typeof works]();
say('done');
