/** Logs of killed processes of which SQLite reads a part only, and says nothing of it. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookAtLog } from '#main/db/open/spoilt-log.ts';
import { flip, forgetIndex, frameStart, readFrames } from '../../support/left-log.ts';
import { allowSharedMemory, blockSharedMemory, canBlockSharedMemory } from '../../support/no-shared-memory.ts';
import { startChild } from '../../support/start-child.ts';
import { type Gateway, makeDataFolder, openTestStore, TestLogger, testPaths } from '../../support/store.ts';

/** The folder of programs that were killed, the last of them between two commits; copied for each test. */
let killed: ReturnType<typeof makeDataFolder>;
beforeAll(async () => {
  killed = makeDataFolder();
  const store = await openTestStore('inline', killed.folder);
  await store.write('settings.set', { name: 'theme', value: 'dark' });
  await store.close();
  await killWriter(killed.folder, 4);
  leave(killed.folder, 'plain');
});
afterAll(() => killed.remove());

let data: ReturnType<typeof makeDataFolder>;
let file: string;
let log: string;
beforeEach(() => {
  data = makeDataFolder();
  cpSync(killed.folder, data.folder, { recursive: true });
  file = testPaths(data.folder).databaseFile;
  log = `${file}-wal`;
});
afterEach(() => data.remove());

async function killWriter(folder: string, stored: number, afterMs = 0): Promise<void> {
  const child = startChild(folder, 'write');
  await child.line((line) => line === `stored ${stored}`);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.process.kill('SIGKILL');
  await child.ended;
}

/** Leaves a log of a special kind. */
function leave(folder: string, what: string): void {
  const child = fileURLToPath(new URL('../../support/log-child.ts', import.meta.url));
  const { signal } = spawnSync(process.execPath, [child, testPaths(folder).databaseFile, what], { stdio: 'inherit' });
  expect(signal).toBe('SIGKILL');
}

/** Opens a store as a start does. @returns what it tells of the log. */
async function start(gateway: Gateway = 'inline', writes = false): Promise<readonly unknown[]> {
  const logger = new TestLogger();
  const store = await openTestStore(gateway, data.folder, { logger });
  await store.read('settings.get', null);
  if (writes) await store.write('settings.set', { name: 'theme', value: 'light' });
  await store.close();
  return logger.entries.filter(({ event }) => event === 'store.logSpoilt');
}

const told = (framesRead: number, framesLost: number) => [
  { level: 'warn', event: 'store.logSpoilt', fields: { framesRead, framesLost } },
];
/** Numbers of the frames that end a transaction. */
const commits = (): readonly number[] => readFrames(log).flatMap(({ isLast }, index) => (isLast ? [index + 1] : []));

const harms: readonly (readonly [string, () => { readonly read: number }])[] = [
  [
    'a page in its middle',
    () => {
      const [third = 0, fourth = 0] = commits().slice(2);
      flip(log, frameStart(fourth) + 24 + 4_000);
      return { read: third };
    },
  ],
  [
    'a sum in its middle',
    () => {
      const [third = 0, fourth = 0] = commits().slice(2);
      flip(log, frameStart(fourth) + 17);
      return { read: third };
    },
  ],
  [
    'its head',
    () => {
      flip(log, 13);
      return { read: 0 };
    },
  ],
  [
    'what its head says of its frames',
    () => {
      flip(log, 18);
      return { read: 0 };
    },
  ],
  [
    'the size of pages in its head',
    () => {
      flip(log, 10);
      return { read: 0 };
    },
  ],
  [
    'the page of its last commit',
    () => {
      const [before = 0, last = 0] = commits().slice(-2);
      flip(log, frameStart(last) + 24 + 8_000);
      return { read: before };
    },
  ],
  [
    'the mark of its last commit',
    () => {
      const [before = 0, last = 0] = commits().slice(-2);
      flip(log, frameStart(last) + 8);
      return { read: before };
    },
  ],
  [
    'the second mark of its last commit',
    () => {
      const [before = 0, last = 0] = commits().slice(-2);
      flip(log, frameStart(last) + 12);
      return { read: before };
    },
  ],
];

describe.each(['with', 'without'])('a log %s its index that is spoilt in', (index) => {
  beforeEach(() => {
    if (index === 'without') forgetIndex(file);
  });

  it.each(harms)('%s: it is told that commits were lost', async (_name, harm) => {
    const last = commits().at(-1) ?? 0;
    const { read } = harm();
    expect(await start('inline', true)).toEqual(told(read, last - read));
    // What was stored has overwritten the rest.
    expect(await start()).toEqual([]);
  });
});

it.each(['inline', 'worker'] as const)('it is told until something is stored (%s)', async (gateway) => {
  const last = commits().at(-1) ?? 0;
  flip(log, frameStart(last));
  const before = commits().at(-2) ?? 0;
  expect(await start(gateway)).toEqual(told(before, last - before));
  expect(await start(gateway, true)).toEqual(told(before, last - before));
  expect(await start(gateway)).toEqual([]);
});

describe('a log that is cut off', () => {
  it.each([
    ['between two frames', () => frameStart(commits().at(-2) ?? 0)],
    ['within a frame', () => frameStart(commits().at(-1) ?? 0) + 5_000],
    ['to nothing', () => 0],
  ])('%s: it is told where its index is there, and cannot be seen where not', async (_name, place) => {
    const last = commits().at(-1) ?? 0;
    truncateSync(log, place());
    const read = commits().at(-1) ?? 0;
    const copy = makeDataFolder();
    cpSync(data.folder, copy.folder, { recursive: true });
    expect(await start()).toEqual(told(read, last - read));
    data.remove();
    data = copy;
    forgetIndex(testPaths(data.folder).databaseFile);
    expect(await start()).toEqual([]);
  });
});

describe.each(['with', 'without'])('nothing is said of a log %s its index that', (index) => {
  const forget = (): void => {
    if (index === 'without') forgetIndex(file);
  };

  it('is as a killed program left it', { timeout: 60_000 }, async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await killWriter(data.folder, 2, Math.random() * 60);
      const frames = readFrames(log).length;
      forget();
      expect(await start('inline', turn % 2 === 1), `${frames} frames`).toEqual([]);
    }
  });

  it('ends with a large transaction that was not committed, and has written some pages twice', async () => {
    leave(data.folder, 'spilt');
    const behind = readFrames(log).slice(commits().at(-1));
    expect(behind.filter(({ of }) => of === 'own').length).toBeGreaterThan(1);
    expect(behind.filter(({ of }) => of === 'unsealed').length).toBeGreaterThan(50);
    forget();
    expect(await start('inline', true)).toEqual([]);
  });

  it('has an older, longer one behind its end, but where its last commit is spoilt', async () => {
    leave(data.folder, 'begun-anew');
    expect(readFrames(log).filter(({ of }) => of === 'other').length).toBeGreaterThan(50);
    forget();
    const copy = makeDataFolder();
    cpSync(data.folder, copy.folder, { recursive: true });
    expect(await start()).toEqual([]);
    data.remove();
    data = copy;
    log = `${testPaths(data.folder).databaseFile}-wal`;
    const own = readFrames(log).filter(({ of }) => of === 'own').length;
    flip(log, frameStart(own) + 24);
    expect(await start()).toEqual(told(own - 1, 1));
  });
});

it('nothing is said while another program stores', { timeout: 60_000 }, async () => {
  const child = startChild(data.folder, 'write');
  await child.line((line) => line === 'stored 2');
  for (let turn = 0; turn < 15; turn += 1) expect(await start()).toEqual([]);
  child.process.kill('SIGKILL');
  await child.ended;
});

it('looking takes no lock from a connection of the same process', () => {
  const database = new Sqlite(file);
  database.exec('BEGIN IMMEDIATE');
  lookAtLog(file)(database);
  const script = `new (require(${JSON.stringify(fileURLToPath(import.meta.resolve('better-sqlite3')))}))(process.argv[1], { timeout: 0 }).exec('BEGIN IMMEDIATE')`;
  const other = spawnSync(process.execPath, ['-e', script, file], { encoding: 'utf8' });
  expect(other.stderr).toContain('SQLITE_BUSY');
  database.close();
});

it.runIf(canBlockSharedMemory)(
  'where WAL does not work, the writer that takes the database out of it tells',
  async () => {
    const [before = 0, last = 0] = commits().slice(-2);
    flip(log, frameStart(last) + 24);
    blockSharedMemory(data.folder);
    try {
      expect(await start('inline', true)).toEqual(told(before, last - before));
    } finally {
      allowSharedMemory(data.folder);
    }
  },
);

it('the file itself is left as it is by who only reads', async () => {
  flip(log, frameStart(3) + 24);
  const [before, size] = [readFileSync(file), statSync(log).size];
  await start();
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(statSync(log).size).toBe(size);
});
