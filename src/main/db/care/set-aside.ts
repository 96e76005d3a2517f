import { constants, copyFileSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { translateCaught } from '../fault.ts';
import { databaseFiles, syncToDisk } from './whole-file.ts';

/** What to keep, and under which kind of name: `replaced-<time>` or `damaged-<time>`. */
export interface AsideTask {
  readonly file: string;
  readonly dataFolder: string;
  readonly kind: 'replaced' | 'damaged';
  readonly nowMs: number;
}

/**
 * Keeps the database and what lies beside it in a folder of its own; deletes nothing but what it could not finish. The files stay in their place too:
 * whatever happens afterwards, one of the two is whole.
 *
 * @returns the name of the folder below the data folder.
 * @throws StoreFault `storage.full`, `storage.readOnly`.
 */
export function setAside({ file, dataFolder, kind, nowMs }: AsideTask): string {
  const name = `${kind}-${new Date(nowMs).toISOString().replaceAll(':', '-')}`;
  const folder = join(dataFolder, name);
  let isMade = false;
  try {
    mkdirSync(folder, { mode: 0o700 });
    isMade = true;
    for (const path of databaseFiles(file)) {
      const kept = join(folder, basename(path));
      if (kind === 'replaced') linkOrCopy(path, kept);
      else copyFileSync(path, kept, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      syncToDisk(kept);
    }
    syncToDisk(folder);
    syncToDisk(dataFolder);
    return name;
  } catch (error) {
    // Half a copy is of no use, and in the way of the next where the disk is full.
    if (isMade) rmSync(folder, { recursive: true, force: true });
    throw translateCaught(error);
  }
}

/** A file that is about to be replaced as a whole can be kept without a copy of its bytes. */
function linkOrCopy(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    copyFileSync(path, kept, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  }
}
