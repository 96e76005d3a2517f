import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Database } from 'better-sqlite3';
import { migrations } from '#main/db/migrations/index.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { LogCopier } from '#main/db/sums/copy-log.ts';
import { schemaRows } from '../support/schema-rows.ts';
import { testPaths } from '../support/store.ts';
import { missingRows, readTableRows, type TableRows } from '../support/table-rows.ts';
import { type Experiment, type Outcome, spread, Tally } from './experiment.ts';
import { copyOf, inFolder, requireIntegrity, runAndKill, startAfterwards } from './scene.ts';

/** A moment of a step: its transaction is open; half of its statements ran; all did; it is committed. */
type Moment = 'begun' | 'half' | 'made' | 'committed';

/** Where a start with an older database is cut off. */
interface MigrationKill {
  /** Schema that the file has. */
  readonly from: number;
  readonly step: number;
  readonly moment: Moment;
  /** Schema that the file must be left with. */
  readonly left: number;
}

/** Every moment of every step from every earlier schema. `begun` of a later step is `committed` of the one before. */
export function migrationKills(): readonly MigrationKill[] {
  const ids = migrations.map(({ id }) => id);
  return ids.flatMap((from) =>
    ids
      .filter((step) => step > from)
      .flatMap((step, place, pending): MigrationKill[] => {
        const before = pending[place - 1] ?? from;
        const moments: readonly Moment[] = place === 0 ? ['begun', 'half', 'made'] : ['half', 'made'];
        const kills = moments.map((moment) => ({ from, step, moment, left: before }));
        return [...kills, { from, step, moment: 'committed', left: step }];
      }),
  );
}

/** As a store does: SQLite by itself would copy the log without the sums of its pages. */
function closeWriter(database: Database, file: string): void {
  const copier = new LogCopier(file);
  copier.copy(database);
  copier.release();
  database.close();
  copier.close(true);
}

/** A database as it was in the days of a schema: with rows in every table that there was. */
async function makeEarlier(folder: string, version: number): Promise<void> {
  const { databaseFile: file } = testPaths(folder);
  for (const { id } of migrations.filter((step) => step.id <= version)) {
    const { database } = await openWriter({ file, nowMs: id, steps: migrations.filter((step) => step.id <= id) });
    const rows = schemaRows[id];
    if (rows === undefined) throw new Error(`Step ${id} of the schema has no rows in test/support/schema-rows.ts.`);
    database.exec(rows);
    closeWriter(database, file);
  }
}

/** Older databases of every age, killed while they are brought up to date, and started again. */
export const killedMigrations: Experiment = {
  name: 'migration killed at each point',
  harm: 'SIGKILL at a named moment of every step from every earlier schema with rows, then another start: every row is kept',
  counts: 'every trial',
  run: (wanted) =>
    inFolder(async (folder) => {
      const tally = new Tally();
      const earlier = new Map<number, Earlier>();
      for (const kill of spread(migrationKills(), wanted)) {
        const from = earlier.get(kill.from) ?? (await prepareEarlier(folder, kill.from));
        earlier.set(kill.from, from);
        tally.add(await tryKill(`${folder}/trial`, from, kill));
      }
      return tally.outcome;
    }),
};

interface Earlier {
  readonly place: string;
  readonly before: TableRows;
  /** What an undisturbed start makes of it. */
  readonly after: TableRows;
}

async function prepareEarlier(folder: string, version: number): Promise<Earlier> {
  const place = `${folder}/schema-${version}`;
  await makeEarlier(place, version);
  const before = readTableRows(testPaths(place).databaseFile);
  const empty = [...before.tables].filter(([, { rows }]) => rows.length === 0).map(([name]) => name);
  if (empty.length > 0) throw new Error(`No rows in ${empty.join(', ')} of schema ${version}.`);
  const calm = copyOf(place, `${folder}/calm-${version}`);
  const after = await startAndRead(calm);
  return { place, before, after };
}

/** What a start makes of a database, before anything else is done with it. */
async function startAndRead(place: string): Promise<TableRows> {
  const { databaseFile: file } = testPaths(place);
  const { database } = await openWriter({ file, nowMs: 20_000 });
  closeWriter(database, file);
  return readTableRows(file);
}

async function tryKill(place: string, earlier: Earlier, kill: MigrationKill): Promise<Partial<Outcome>> {
  rmSync(place, { recursive: true, force: true });
  copyOf(earlier.place, place);
  const { wasRunning } = await runAndKill('migrate-child.ts', [place, kill.moment, String(kill.step)], null);
  const hits = wasRunning ? 1 : 0;
  try {
    const left = readTableRows(testPaths(place).databaseFile);
    const startedMs = performance.now();
    const after = await startAndRead(place);
    const migratedMs = performance.now() - startedMs;
    requireIntegrity(place);
    const lost = [left, after].reduce((sum, found) => sum + missingRows(earlier.before, found).length, 0);
    const isSame = left.version === kill.left && isDeepStrictEqual(after, earlier.after);
    return { hits, lost, different: isSame ? 0 : 1, slowestStartMs: migratedMs + (await startAfterwards(place)) };
  } catch {
    return { hits, corrupt: 1 };
  }
}
