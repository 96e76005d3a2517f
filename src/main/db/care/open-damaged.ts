import { constants, copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { sizeOf } from '../open/files.ts';
import { mendHeader } from './damaged-header.ts';
import { databaseFiles, dropFile } from './whole-file.ts';

/**
 * Opens a copy of a damaged database: with its log first, then without, then with its header mended.
 *
 * @param workplace a folder for the copy.
 * @throws StoreFault `storage.corrupt` where nothing in it can be read, `storage.foreignFile`.
 */
export function openDamaged(file: string, workplace: string): Database {
  const copy = join(workplace, basename(file));
  const attempts: readonly (() => void)[] = [
    () =>
      copyFiles(
        databaseFiles(file).filter((path) => !path.endsWith('-shm')),
        workplace,
      ),
    () => copyFiles([file], workplace),
    () => {
      if (!mendHeader(copy)) throw sizeOf(file) === 0 ? unreadable() : foreign();
    },
  ];
  for (const prepare of attempts) {
    prepare();
    const opened = tryOpen(copy);
    if (opened !== undefined) return opened;
  }
  throw unreadable();
}

function unreadable(): StoreFault {
  return new StoreFault('storage.corrupt', 'Nothing in the damaged database can be read any more.', {
    suggestion: 'Restore a backup: sightline restore FILE. The files were not changed.',
  });
}

function copyFiles(paths: readonly string[], folder: string): void {
  dropFile(join(folder, basename(paths[0] ?? '')));
  for (const path of paths) copyFileSync(path, join(folder, basename(path)), constants.COPYFILE_FICLONE);
}

function tryOpen(copy: string): Database | undefined {
  let database: Database | undefined;
  try {
    database = openHandle(copy);
    // Alone with it, SQLite needs no shared memory for its log.
    database.pragma('locking_mode = EXCLUSIVE');
    // Lets SQLite read a file that is shorter than its header says; only this copy is ever opened so.
    database.unsafeMode(true).pragma('writable_schema = ON');
    const known = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'case_file'").pluck().get();
    if (known === undefined) throw new Error('The schema is not there.');
    return database;
  } catch {
    database?.close();
    return undefined;
  }
}

function foreign(): StoreFault {
  return new StoreFault('storage.foreignFile', 'The database file in the data folder is not one of Sightline.', {
    suggestion: 'Use another data folder, or move that file away. It was not changed.',
  });
}
