import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import Sqlite from 'better-sqlite3';
import { openTestStore, testPaths } from '../support/store.ts';
import { readTableRows, type TableRows } from '../support/table-rows.ts';
import { openWork, workKinds } from '../support/work-kinds.ts';
import { type Experiment, type Outcome, type Random, Tally } from './experiment.ts';
import { copyOf, inFolder, prepare, startAfterwards } from './scene.ts';

/** A kind of page: of which table or index, and what it is in its tree. */
interface PageKind {
  readonly name: string;
  readonly pages: readonly number[];
}

const pageBytes = 8_192;

/**
 * One bit of the database file, in each kind of page in turn. SQLite checks how a page is built; what a text says it cannot check. The
 * sums of the pages can.
 */
export const flippedBytes: Experiment = {
  name: 'flipped bits',
  harm: 'One bit of the database flipped, in each kind of page of each table and index: must be detected or harmless',
  counts: 'trials',
  run: (wanted, random) =>
    inFolder(async (folder) => {
      const prepared = `${folder}/prepared`;
      await prepare(prepared, 800);
      await work(prepared);
      const before = readTableRows(testPaths(prepared).databaseFile);
      const kinds = pageKinds(testPaths(prepared).databaseFile);
      const tally = new Tally();
      for (let trial = 0; trial < wanted; trial += 1) {
        const place = copyOf(prepared, `${folder}/trial`);
        const kind = kinds[trial % kinds.length];
        if (kind !== undefined) flipIn(testPaths(place).databaseFile, kind, random);
        tally.add(await look(place, before));
        rmSync(place, { recursive: true, force: true });
      }
      return tally.outcome;
    }),
};

/** Some of what analysts do, so that the tables of their work have rows, long ones too. */
async function work(folder: string): Promise<void> {
  const store = await openTestStore('inline', folder);
  const place = await openWork(store);
  const { number, ids } = place;
  for (let n = 0; n < 30; n += 1) for (const kind of workKinds) await kind.store(place, n);
  await store.write('cases.addIndicators', { number, ids, comment: null, role: null, by: 'me', atMs: 6_000 });
  await store.write('cases.addNote', { number, text: 'long '.repeat(5_000), by: 'me', atMs: 6_001 });
  await store.close();
}

function pageKinds(file: string): readonly PageKind[] {
  const database = new Sqlite(file, { readonly: true });
  const rows = database.prepare('SELECT name, pagetype, pageno FROM dbstat ORDER BY name, pagetype, pageno').all();
  database.close();
  const kinds = new Map<string, number[]>();
  // Columns of SQLite's own table.
  for (const { name, pagetype, pageno } of rows as { name: string; pagetype: string; pageno: number }[]) {
    const kind = `${name} ${pagetype}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), pageno]);
  }
  return [...kinds].map(([name, pages]) => ({ name, pages }));
}

function flipIn(file: string, { pages }: PageKind, random: Random): void {
  const number = pages[Math.floor(random() * pages.length)] ?? 1;
  const page = Buffer.alloc(pageBytes);
  const handle = openSync(file, 'r+');
  readSync(handle, page, 0, pageBytes, (number - 1) * pageBytes);
  // Most of a small table's page is empty: a place where something stands.
  const used = [...page.keys()].filter((at) => page[at] !== 0);
  const at = used[Math.floor(random() * used.length)] ?? 0;
  page.writeUInt8(page.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
  writeSync(handle, page, 0, pageBytes, (number - 1) * pageBytes);
  closeSync(handle);
}

/** A start and its check find it, or everything is there as it was. */
async function look(place: string, before: TableRows): Promise<Partial<Outcome>> {
  try {
    await startAfterwards(place);
    const after = readTableRows(testPaths(place).databaseFile);
    return isDeepStrictEqual(after, before) ? {} : { unnoticed: 1 };
  } catch {
    return { hits: 1 };
  }
}
