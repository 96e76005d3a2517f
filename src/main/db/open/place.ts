/** What lies in the place of the database, before anything opens it. */
import { lstatSync, type Stats } from 'node:fs';
import { StoreFault, translateCaught } from '../fault.ts';
import { sumsFile } from '../sums/page-sums.ts';
import { sizeOf } from './files.ts';

/**
 * SQLite follows a link, and keeps its log beside what that leads to; what Sightline keeps beside the database would stand for another
 * file. A pipe is waited for without an end.
 *
 * @throws StoreFault `storage.foreignFile` for anything but a file; one that is not there yet is fine.
 */
export function requirePlainFile(file: string): void {
  const facts = look(file);
  if (facts === undefined || facts.isFile()) return;
  throw new StoreFault(
    'storage.foreignFile',
    'In the place of the database lies a link, a folder or a pipe, not a file.',
    {
      suggestion:
        'Move it away; it was not changed. To keep the data somewhere else, set SIGHTLINE_HOME to a folder there, or make the whole data folder a link.',
    },
  );
}

/** As {@link requirePlainFile}, and @throws StoreFault `storage.corrupt` for a database of which nothing is left, which would pass for a new one. */
export function requireUsable(file: string): void {
  requirePlainFile(file);
  // Sums are begun only when there are pages.
  if (look(file)?.size !== 0 || sizeOf(sumsFile(file)) === 0) return;
  throw new StoreFault('storage.corrupt', 'The database file is empty, and was not: something has cut it off.', {
    suggestion:
      'Restore a backup: sightline restore FILE. To begin anew, move sightline.db and sightline.db-sums away first.',
  });
}

function look(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw translateCaught(error);
  }
}
