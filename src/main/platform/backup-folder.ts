import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupFile, BackupFolder } from '#main/ports/backup-folder.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { errnoOf } from './system-errors.ts';

const ending = '.backup';
const mostBackups = 200;

/** Backups as files `<name>.backup` in one folder; its sub-folders and links are not looked into. */
export function createBackupFolder(folder: string): BackupFolder {
  async function list(): Promise<readonly BackupFile[]> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return [];
      throw new AppError('state.notFound', 'The folder of backups cannot be read.', { cause: error });
    });
    const names = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map(({ name }) => name);
    const files = await Promise.all(names.map((name) => factsOf(folder, name)));
    return files
      .filter((file) => file !== undefined)
      .toSorted((a, b) => b.writtenAtMs - a.writtenAtMs)
      .slice(0, mostBackups);
  }
  return {
    path: folder,
    list,
    async find(name) {
      // The name is looked up, never joined: what is no file of this folder is not found.
      const found = (await list()).find((file) => file.name === name);
      if (found === undefined) throw new AppError('state.notFound', 'That backup is not there any more.');
      return join(folder, found.name);
    },
  };
}

/** Undefined for one that is gone by now. */
async function factsOf(folder: string, name: string): Promise<BackupFile | undefined> {
  const facts = await lstat(join(folder, name)).catch(() => undefined);
  if (facts?.isFile() !== true) return undefined;
  return { name, sizeBytes: facts.size, writtenAtMs: Math.floor(facts.mtimeMs) };
}
