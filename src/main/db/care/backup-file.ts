import { type Stats, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { StoreFault, translateCaught } from '../fault.ts';
import { isFresh, readIdentity } from '../open/identity.ts';

/** A backup that is open for reading. */
interface OpenBackup {
  readonly database: Database;
  readonly version: number;
}

/**
 * Opens a file that somebody calls a backup.
 *
 * @throws StoreFault `state.notFound` (or not to be read), `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt`.
 */
export function openBackup(source: string, newest: number): OpenBackup {
  requireFile(source);
  let database: Database | undefined;
  try {
    if (isFresh(source)) throw noBackup();
    database = openHandle(source, { readonly: true, timeout: 5_000 });
    const identity = readIdentity(database, newest);
    if (identity.state !== 'ours') throw noBackup();
    return { database, version: identity.version };
  } catch (error) {
    database?.close();
    throw ofBackup(error);
  }
}

/** A folder is none: an empty argument names the current one. Nor is a pipe, or a link that leads to itself. */
function requireFile(source: string): void {
  const kind = lookAt(source);
  if (kind === undefined) throw new StoreFault('state.notFound', 'There is no such file.');
  if (!kind.isFile()) throw new StoreFault('state.notFound', 'What has that name is no file.');
}

function lookAt(source: string): Stats | undefined {
  try {
    return statSync(source, { throwIfNoEntry: false });
  } catch (cause) {
    throw new StoreFault('state.notFound', 'There is no file that can be reached by that name.', { cause });
  }
}

/**
 * What is said of the database, said of the backup: the next step is another one. Who is told instead that the database is damaged
 * repairs a sound one, or makes a folder writable that is.
 */
function ofBackup(caught: unknown): unknown {
  const error = translateCaught(caught);
  if (!(error instanceof StoreFault)) return error;
  switch (error.code) {
    case 'storage.foreignFile':
      return noBackup();
    case 'storage.newerSchema':
      return new StoreFault('storage.newerSchema', 'The backup was made by a newer version of Sightline.', {
        suggestion: 'Update Sightline, then restore it. Nothing was changed.',
      });
    case 'storage.corrupt':
      return damagedBackup(error);
    case 'storage.readOnly':
      return new StoreFault('state.notFound', 'The backup cannot be read.', {
        cause: error,
        suggestion:
          'Copy it, with what lies beside it, to a place where this user may read and write. Nothing was changed.',
      });
    default:
      return error;
  }
}

/** @param cause What found that out. */
export function damagedBackup(cause: unknown): StoreFault {
  return new StoreFault('storage.corrupt', 'The backup is damaged: it was not restored.', {
    cause,
    suggestion: 'Choose another backup. The database in the data folder was not changed.',
  });
}

function noBackup(): StoreFault {
  return new StoreFault('storage.foreignFile', 'This file is no backup of Sightline.', {
    suggestion: 'Choose a file that "backup" wrote. Nothing was changed.',
  });
}
