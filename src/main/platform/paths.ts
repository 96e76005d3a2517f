import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type DataFolderSources, databaseName, findDataFolder } from './data-folder.ts';
import { makePrivateFolder, privateMode } from './private-folder.ts';
import { errnoOf, fullCodes, readOnlyCodes } from './system-errors.ts';

/** SQLite opens no path of more than 512 bytes, and up to a hundred of them are ours: leases, their journals, backups. */
const longestFolderBytes = 400;

/** What the paths depend on; everything but the worker entries defaults to the running process. */
export interface PathSources extends DataFolderSources {
  /** Entry files of the worker threads: known to the shell, since bundles lie elsewhere than sources. */
  readonly writerEntry: URL;
  readonly readerEntry: URL;
  readonly searchEntry?: URL | undefined;
}

/** Resolves all paths; touches no file until `ensure` is called. */
export function createPaths(sources: PathSources): Paths {
  const dataFolder = findDataFolder(sources);
  const logFolder = join(dataFolder, 'logs');
  const exportFolder = join(dataFolder, 'exports');
  return {
    dataFolder,
    databaseFile: join(dataFolder, databaseName),
    logFolder,
    exportFolder,
    writerEntry: sources.writerEntry,
    readerEntry: sources.readerEntry,
    searchEntry: sources.searchEntry,
    ensure: () => {
      ensureDataFolder(dataFolder);
      for (const folder of [logFolder, exportFolder]) ensureSubfolder(folder);
    },
  };
}

/**
 * Creates the folder, or closes it to others when it is ours. A folder of somebody's that holds other things (a home folder, a
 * shared one) keeps its mode: our files inside are private by themselves.
 */
function ensureDataFolder(folder: string): void {
  if (Buffer.byteLength(folder) > longestFolderBytes) throw tooLong();
  try {
    if (makePrivateFolder(folder)) return;
    if (!statSync(folder).isDirectory()) throw notAFolder();
  } catch (error) {
    throw translate(error);
  }
  if (isOurs(folder)) closeToOthers(folder);
}

/** A read-only data folder can still be searched, so what cannot be made here is missed only by those who write to it. */
function ensureSubfolder(folder: string): void {
  try {
    if (!makePrivateFolder(folder)) closeToOthers(folder);
  } catch (error) {
    if (!isAbout(error, [...readOnlyCodes, ...fullCodes])) throw translate(error);
  }
}

function isOurs(folder: string): boolean {
  if (existsSync(join(folder, databaseName))) return true;
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}

function closeToOthers(folder: string): void {
  if (process.platform === 'win32' || (statSync(folder).mode & 0o077) === 0) return;
  try {
    chmodSync(folder, privateMode);
  } catch (error) {
    if (!isAbout(error, readOnlyCodes)) throw error;
  }
}

function isAbout(error: unknown, codes: readonly string[]): boolean {
  const code = errnoOf(error);
  return code !== undefined && codes.includes(code);
}

function translate(cause: unknown): unknown {
  const code = errnoOf(cause);
  if (code === undefined) return cause;
  if (fullCodes.includes(code)) {
    return new AppError('storage.full', 'The disk is full: the data folder could not be created.', { cause });
  }
  if (readOnlyCodes.includes(code)) return notMade('writing is not allowed there', cause);
  if (code === 'EEXIST' || code === 'ENOTDIR') return notAFolder(cause);
  if (code === 'ENAMETOOLONG') return tooLong(cause);
  // Below a link that leads nowhere, on a drive that is not there, in /proc.
  if (code === 'ENOENT') return notMade('the place does not exist, or a link leads nowhere', cause);
  return notMade(`the system says ${code}`, cause);
}

function notMade(why: string, cause: unknown): AppError {
  return new AppError('storage.readOnly', `The data folder could not be created: ${why}.`, {
    cause,
    suggestion: 'Set SIGHTLINE_HOME to a folder of your own.',
  });
}

function tooLong(cause?: unknown): AppError {
  return new AppError('storage.readOnly', 'The data folder could not be created: its path is too long.', {
    cause,
    suggestion: `Set SIGHTLINE_HOME to a path of at most ${longestFolderBytes} bytes.`,
  });
}

function notAFolder(cause?: unknown): AppError {
  return new AppError('storage.foreignFile', 'The path of the data folder is taken by a file.', {
    cause,
    suggestion: 'Set SIGHTLINE_HOME to a folder.',
  });
}
