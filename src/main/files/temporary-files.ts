/** Files that are written beside their target and then take its name, folders for the while, and what killed processes left of them. */
import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync, type Stats } from 'node:fs';
import { lstat, mkdir, readdir, rm, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** The names of `temporaryBeside`, those of earlier versions, which had no machine and process, and what lies beside a database of that name. */
const ownName =
  /^\.sightline-(?:(?<machine>[0-9a-f]{8})-(?<pid>[1-9]\d{0,9})-)?[0-9a-f]{16}\.tmp(?:-(?:wal|shm|journal|sums|sums-journal))?$/;
/** Nobody is silent that long in the middle of a file. */
const longestSilenceMs = 24 * 60 * 60_000;

/** @returns a new hidden name in the folder of `target`, which tells whose it is. */
export function temporaryBeside(target: string): string {
  const random = randomBytes(8).toString('hex');
  return join(dirname(target), `.sightline-${ownMachine()}-${process.pid}-${random}.tmp`);
}

/**
 * Removes temporary files that were given up: of a process of this machine that is gone, or not written to for a day. Only plain
 * files of this user with exactly our names, and no link is followed. What cannot be looked at or removed stays, without an error.
 */
export async function dropAbandoned(folder: string): Promise<void> {
  await dropEach(folder, (facts) => facts.isFile(), unlink);
}

/** Removes temporary folders that were given up, by the rules of `dropAbandoned`, with all that is in them. */
export async function dropAbandonedFolders(parent: string): Promise<void> {
  await dropEach(parent, (facts) => facts.isDirectory(), removeFolder);
}

/**
 * Makes an empty folder that only this user can look into. Those that were given up are removed before.
 * @param parent Where it is put, such as the system's place for temporary files.
 */
export async function makeTemporaryFolder(parent: string): Promise<string> {
  await dropAbandonedFolders(parent);
  const folder = temporaryBeside(join(parent, 'folder'));
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

/** Removes a folder that may still be written into by a process that is ending; no link inside is followed. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function dropEach(
  folder: string,
  isMeant: (facts: Stats) => boolean,
  remove: (path: string) => Promise<void>,
): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const dropIfAbandoned = async (name: string): Promise<void> => {
    const path = join(folder, name);
    try {
      const facts = await lstat(path);
      if (!isMeant(facts) || facts.uid !== (process.getuid?.() ?? facts.uid)) return;
      if (isWriterGone(name) || facts.mtimeMs < Date.now() - longestSilenceMs) await remove(path);
    } catch {
      // Gone by now, or not ours to remove: the next write tries again.
    }
  };
  await Promise.all(names.filter((name) => ownName.test(name)).map(dropIfAbandoned));
}

/** A folder may be shared with other machines and containers, whose process numbers say nothing here. */
function ownMachine(): string {
  return createHash('sha256').update(`${hostname()} ${processNamespace()}`).digest('hex').slice(0, 8);
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has them.
    return '';
  }
}

function isWriterGone(name: string): boolean {
  const { machine, pid } = ownName.exec(name)?.groups ?? {};
  if (machine !== ownMachine() || pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // Any other error, as that it is another user's, says that there is such a process.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
