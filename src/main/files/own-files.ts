import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

/** Lower case, as some systems take any case for the same name. */
const ownNames = /^(?:search\.snapshot|sightline\.db(?:-(?:wal|shm|journal|sums|sums-journal)(?:\..*)?)?)$/;
const ownFolders = /^(?:leases|logs|chromium-profile|electron-profile|(?:replaced|damaged)-\d.*)$/;

/**
 * Whether a path names a file by which Sightline itself works or recovers: the database with what lies beside it, logs, leases, what was
 * put aside. A report or backup of that name would take its place, and with it everything that is stored. Links on the way are followed;
 * files that are not there yet count too, since a write-ahead log that somebody else wrote is as bad as a lost one.
 */
export function isOwnFile(dataFolder: string, path: string): boolean {
  const home = realPath(dataFolder);
  const target = realPath(path) ?? join(realPath(dirname(path)) ?? dirname(path), basename(path));
  if (home === undefined) return false;
  const [first = '', ...further] = relative(home, target).toLowerCase().split(sep);
  return (further.length === 0 ? ownNames : ownFolders).test(first);
}

/** As the disk spells it; undefined where there is nothing, or nothing that can be reached. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
