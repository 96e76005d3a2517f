import { pathToFileURL } from 'node:url';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { migrations } from '../migrations/index.ts';
import type { Migration } from '../migrations/migration.ts';
import { newestVersion } from '../migrations/runner.ts';
import { sizeOf } from './files.ts';
import { isFresh, readIdentity } from './identity.ts';

/** A handle for reading. `empty`: nothing stored yet, the handle is an empty database in memory. `outdated`: migrate first. */
export interface OpenedReader {
  readonly database: Database;
  readonly state: 'ready' | 'empty' | 'outdated';
}

/**
 * Opens the database for reading only. Works in a read-only folder too, and before anything was ever stored.
 *
 * @throws StoreFault `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt`.
 */
export function openReader(file: string, steps: readonly Migration[] = migrations): OpenedReader {
  if (isFresh(file)) return openEmpty(steps);
  const database = openExisting(file);
  try {
    const identity = readIdentity(database, newestVersion(steps));
    if (identity.state === 'blank') {
      // Another process is making the file at this moment.
      database.close();
      return openEmpty(steps);
    }
    setReaderPragmas(database);
    return { database, state: identity.version < newestVersion(steps) ? 'outdated' : 'ready' };
  } catch (error) {
    database.close();
    throw error;
  }
}

function openExisting(file: string): Database {
  const database = openHandle(file, { readonly: true, timeout: 5_000 });
  try {
    database.pragma('schema_version');
    return database;
  } catch (error) {
    database.close();
    if (!isAccessProblem(error)) throw error;
    return openImmutable(file, error);
  }
}

/** In a folder where SQLite cannot make its -shm file, a database at rest can be read as one that never changes. */
function openImmutable(file: string, cause: unknown): Database {
  if (sizeOf(`${file}-wal`) > 0) {
    throw new StoreFault('storage.readOnly', 'The database was not closed cleanly and its folder is read-only.', {
      suggestion: 'Make the data folder writable once, so that the last changes can be read.',
      cause,
    });
  }
  return openHandle(`${pathToFileURL(file).href}?immutable=1`, { readonly: true });
}

function openEmpty(steps: readonly Migration[]): OpenedReader {
  const database = openHandle(':memory:');
  for (const step of steps) step.up(database);
  return { database, state: 'empty' };
}

function setReaderPragmas(database: Database): void {
  database.pragma('query_only = ON');
  database.pragma('cache_size = -65536');
  database.pragma('temp_store = MEMORY');
  database.pragma('trusted_schema = OFF');
}

function isAccessProblem(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const code = String(error.code);
  return code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY');
}
