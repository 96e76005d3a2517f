import type { ReadConnection } from '../connection.ts';
import { sizeOf } from '../open/files.ts';
import { canShareMemory, readJournal } from '../open/journal.ts';
import { checkPages } from '../sums/check-pages.ts';
import type { ReadTable } from './operation.ts';

/** So many pages are named; whoever looks needs no more. */
const namedPages = 5;

/** @returns `ok`, or what is wrong. */
function examine(db: ReadConnection, databaseFile: string | null): string {
  const found = db.column<string>('PRAGMA quick_check(5)').join('; ');
  // Without WAL nobody keeps the sums, and to close the file would take a writer's locks.
  if (databaseFile === null || readJournal(databaseFile) !== 'wal') return found;
  // What SQLite finds damaged must not pass for what was written.
  // Below zero where there is no log.
  const copiedFrames = (): number =>
    Math.max(0, db.get<{ readonly checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')?.checkpointed ?? 0);
  const { wrong } = checkPages(databaseFile, { adopts: found === 'ok', copiedFrames });
  if (wrong === null || wrong.length === 0) return found;
  const pages = wrong.slice(0, namedPages).join(', ');
  const more = wrong.length > namedPages ? ` and ${wrong.length - namedPages} more` : '';
  const finding = `not as Sightline wrote them: page ${pages}${more}`;
  return found === 'ok' ? finding : `${found}; ${finding}`;
}

export const statisticsReads: ReadTable<'store.lacksSharedMemory' | 'store.statistics'> = {
  // A rollback journal alone tells nothing: it stays where a folder was moved to a better disk, until something is stored.
  'store.lacksSharedMemory': ({ databaseFile }) =>
    databaseFile !== null && readJournal(databaseFile) === 'rollback' && !canShareMemory(databaseFile),
  'store.statistics': ({ db, databaseFile, spoiltLog }, input) => {
    const count = (table: string): number => db.value<number>(`SELECT count(*) FROM ${table}`) ?? 0;
    const check = input?.check === true ? examine(db, databaseFile) : null;
    return {
      schemaVersion: databaseFile === null ? 0 : (db.value<number>('PRAGMA user_version') ?? 0),
      sqliteVersion: db.value<string>('SELECT sqlite_version()') ?? '',
      indicators: db.value<number>('SELECT count(*) FROM indicator WHERE derived = 0') ?? 0,
      observations: count('observation'),
      cases: count('case_file'),
      fileBytes: databaseFile === null ? 0 : sizeOf(databaseFile),
      walBytes: databaseFile === null ? 0 : sizeOf(`${databaseFile}-wal`),
      framesLost: spoiltLog?.framesLost ?? 0,
      check,
    };
  },
};
