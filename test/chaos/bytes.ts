import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import Sqlite from 'better-sqlite3';
import { flip, forgetIndex, leaveLog } from '../support/left-log.ts';
import { testPaths } from '../support/store.ts';
import { dumpStore } from '../support/store-contents.ts';
import type { Experiment, Outcome, Random } from './experiment.ts';
import { onCopies, prepare, requireIntegrity, startAfterwards, startAndListen } from './scene.ts';

const pageBytes = 8_192;

/** Fills one page, counted from 1, with what no page looks like. */
export function writePage(file: string, page: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(pageBytes, 0xff), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(handle);
}

/** What a damaged file came to: shown as it was, found to be damaged, or shown otherwise without a word. */
async function look(place: string, expected: unknown): Promise<'harmless' | 'detected' | 'silent'> {
  try {
    await startAfterwards(place);
    return isDeepStrictEqual(dumpStore(place), expected) ? 'harmless' : 'silent';
  } catch {
    return 'detected';
  }
}

/** Torn writes: a page of 8 KiB, or 512 bytes of one, is not what was written. */
export const tornPages: Experiment = {
  name: 'torn pages',
  harm: '512 bytes or a page of the database overwritten, or its end cut off: must be detected or harmless',
  counts: 'trials',
  run: (trials, random) =>
    onCopies(trials, {
      setUp: async (prepared) => {
        await prepare(prepared, 800);
        return dumpStore(prepared);
      },
      attempt: async (place, expected) => {
        tear(testPaths(place).databaseFile, random);
        const seen = await look(place, expected);
        return { hits: seen === 'harmless' ? 0 : 1, different: seen === 'silent' ? 1 : 0 };
      },
    }),
};

function tear(file: string, random: Random): void {
  const { size } = statSync(file);
  const sector = Math.floor((random() * size) / 512) * 512;
  const kind = Math.floor(random() * 3);
  if (kind === 0) truncateSync(file, Math.max(512, sector));
  else if (kind === 1) writePage(file, 1 + Math.floor(sector / pageBytes));
  else {
    const bytes = readFileSync(file);
    bytes.fill(0, sector, sector + 512);
    writeFileSync(file, bytes);
  }
}

/** The log has check sums of its own: what is spoilt in it is as if it had not been written, and it must be told that it was. */
export const spoiltLog: Experiment = {
  name: 'spoilt log',
  harm: 'A byte of the write-ahead log flipped, or its end cut off: the commits before it stay, none is shown in part, and it is said',
  counts: 'trials',
  run: (trials, random) =>
    onCopies(trials, {
      setUp: async (prepared) => {
        await prepare(prepared, 200);
        leaveLog(testPaths(prepared).databaseFile, commits);
      },
      attempt: (place, _known, trial) => {
        const { databaseFile } = testPaths(place);
        const log = `${databaseFile}-wal`;
        const at = Math.floor(random() * statSync(log).size);
        if (random() < 0.3) truncateSync(log, at);
        else {
          flip(log, at);
          // Without its index nobody can know how long a log was that lacks its end; a flip has commits behind it, or in its place.
          if (trial % 2 === 1) forgetIndex(databaseFile);
        }
        return judgeLog(place);
      },
    }),
};

const commits = 40;

async function judgeLog(place: string): Promise<Partial<Outcome>> {
  try {
    const { durationMs: slowestStartMs, isLogSpoilt } = await startAndListen(place);
    requireIntegrity(place);
    const database = new Sqlite(testPaths(place).databaseFile, { readonly: true });
    const names = database.prepare("SELECT name FROM setting WHERE name GLOB '[ab][0-9]*'").pluck().all() as string[];
    database.close();
    const as = names.filter((name) => name.startsWith('a')).map((name) => Number(name.slice(1)));
    const bs = new Set(names.filter((name) => name.startsWith('b')).map((name) => Number(name.slice(1))));
    const isWhole = as.length === bs.size && as.every((n) => bs.has(n));
    // A prefix of the history, without a gap.
    const isPrefix = as.toSorted((x, y) => x - y).every((n, index) => n === index);
    const unnoticed = as.length < commits && !isLogSpoilt ? 1 : 0;
    return { hits: isLogSpoilt ? 1 : 0, unnoticed, slowestStartMs, different: isWhole && isPrefix ? 0 : 1 };
  } catch {
    return { corrupt: 1 };
  }
}
