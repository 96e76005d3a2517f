import type { Database } from 'better-sqlite3';
import { StoreFault, translateCaught } from '../fault.ts';
import { sizeOf } from './files.ts';
import { readHead } from './read-head.ts';

/** `SGTL`: marks a database file as ours. */
export const applicationId = 0x5347544c;

const magic = 'SQLite format 3\0';

/**
 * Whether there is anything in the file yet.
 *
 * @throws StoreFault `storage.foreignFile` when it is no SQLite database; its bytes are not touched.
 */
export function isFresh(file: string): boolean {
  if (sizeOf(file) === 0) return true;
  const head = Buffer.alloc(magic.length);
  let read = 0;
  try {
    read = readHead(file, head);
  } catch (error) {
    throw translateCaught(error);
  }
  if (read < magic.length || head.toString('latin1') !== magic) throw foreign();
  return false;
}

/** How an opened database stands to this program. */
export type Identity = { readonly state: 'blank' } | { readonly state: 'ours'; readonly version: number };

/**
 * Reads whose database this is, and which version of the schema it has.
 *
 * @throws StoreFault `storage.foreignFile` for another program's database, `storage.newerSchema` for one that a newer
 * Sightline made; both before anything is written.
 */
export function readIdentity(database: Database, newest: number): Identity {
  const id = database.pragma('application_id', { simple: true });
  const version = Number(database.pragma('user_version', { simple: true }));
  if (id !== applicationId) {
    const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (id === 0 && version === 0 && tables === 0) return { state: 'blank' };
    throw foreign();
  }
  if (version > newest) {
    throw new StoreFault('storage.newerSchema', 'The database was made by a newer version of Sightline.', {
      suggestion: 'Update Sightline, or use another data folder. The file was not changed.',
    });
  }
  return version === 0 ? { state: 'blank' } : { state: 'ours', version };
}

function foreign(): StoreFault {
  return new StoreFault('storage.foreignFile', 'The database file in the data folder is not one of Sightline.', {
    suggestion: 'Use another data folder, or move that file away. It was not changed.',
  });
}
