import { lstatSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncToDisk } from './whole-file.ts';

/** What belongs to the old file and would be taken for the new one's: a log would be applied to it, sums would call it damaged. */
const suffixes = ['-wal', '-journal', '-sums', '-sums-journal'] as const;

/**
 * Puts a new database in the place of one that nobody has open, where there is one. What lies beside the old file goes first, and comes back
 * where that cannot be replaced, as on Windows while another program reads it.
 *
 * @param fresh on the same disk, by a name that is removed when it is given up, with what lies beside it.
 * @throws an error of the system; the old database is in its place then, with its log.
 */
export function exchange(fresh: string, file: string): void {
  const moved: string[] = [];
  try {
    for (const suffix of suffixes.filter((one) => isThere(`${file}${one}`))) {
      renameSync(`${file}${suffix}`, `${fresh}${suffix}`);
      moved.push(suffix);
    }
    rmSync(`${file}-shm`, { force: true });
    renameSync(fresh, file);
  } catch (error) {
    for (const suffix of moved) renameSync(`${fresh}${suffix}`, `${file}${suffix}`);
    throw error;
  }
  for (const suffix of moved) removeQuietly(`${fresh}${suffix}`);
  syncToDisk(dirname(file));
}

/** A folder of that name is nobody's log. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The exchange is done; the next start removes it.
  }
}
