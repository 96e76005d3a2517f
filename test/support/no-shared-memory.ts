/** A folder as on a network drive, where SQLite's WAL mode finds no memory to share. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Device nodes can be made on Linux, by root. */
export const canBlockSharedMemory = process.platform === 'linux' && process.getuid?.() === 0;

/** The files through which SQLite shares memory: of the database, and of our own try. */
const sharedFiles = (folder: string): readonly string[] =>
  ['sightline.db-shm', 'wal-probe-shm'].map((name) => join(folder, name));

/**
 * Puts a device in the place of the shared memory, which the system refuses to map, as it does for files of network drives
 * and of some FUSE file systems.
 */
export function blockSharedMemory(folder: string): void {
  allowSharedMemory(folder);
  for (const file of sharedFiles(folder)) execFileSync('mknod', ['-m', '600', file, 'c', '1', '3']);
}

/** Makes the folder an ordinary one again. */
export function allowSharedMemory(folder: string): void {
  for (const file of sharedFiles(folder)) rmSync(file, { force: true });
}
