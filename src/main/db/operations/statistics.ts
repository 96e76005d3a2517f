import { sizeOf } from '../open/files.ts';
import { readJournal } from '../open/journal.ts';
import type { ReadTable } from './operation.ts';

export const statisticsReads: ReadTable<'store.journal' | 'store.statistics'> = {
  'store.journal': ({ databaseFile }) => (databaseFile === null ? null : readJournal(databaseFile)),
  'store.statistics': ({ db, databaseFile }, input) => {
    const count = (table: string): number => db.value<number>(`SELECT count(*) FROM ${table}`) ?? 0;
    const check = input?.check === true ? db.column<string>('PRAGMA quick_check(5)') : null;
    return {
      schemaVersion: databaseFile === null ? 0 : (db.value<number>('PRAGMA user_version') ?? 0),
      sqliteVersion: db.value<string>('SELECT sqlite_version()') ?? '',
      indicators: db.value<number>('SELECT count(*) FROM indicator WHERE derived = 0') ?? 0,
      observations: count('observation'),
      cases: count('case_file'),
      fileBytes: databaseFile === null ? 0 : sizeOf(databaseFile),
      walBytes: databaseFile === null ? 0 : sizeOf(`${databaseFile}-wal`),
      check: check === null ? null : check.join('; '),
    };
  },
};
