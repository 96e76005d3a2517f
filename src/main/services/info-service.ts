import { relative, sep } from 'node:path';
import type { StoreStatistics } from './ports/store/upkeep.ts';

/** What the application says of itself. */
export interface InfoService {
  readonly version: string;
  readonly shell: 'electron' | 'chromium' | 'cli';
  /** The data folder for the eyes, with the home folder as `~`. */
  readonly dataFolder: string;
  /** A path for the eyes, with the home folder as `~`. */
  showPath(path: string): string;
  /** What hinders the work where the data lies, in words; null when nothing does, or when the store cannot be asked. */
  storageWarning(): Promise<string | null>;
  /** With `check` the whole file is looked through, which takes its time. */
  statistics(options?: { readonly check: boolean }): Promise<StoreStatistics>;
}

export interface InfoServiceParts {
  readonly version: string;
  readonly shell: InfoService['shell'];
  readonly dataFolder: string;
  readonly homeFolder: string;
  readonly lacksSharedMemory: () => Promise<boolean>;
  readonly readStatistics: (options: { readonly check: boolean }) => Promise<StoreStatistics>;
}

/** Facts that are known from the start, and the store's figures on request. */
export function createInfoService(parts: InfoServiceParts): InfoService {
  const showPath = (path: string): string => {
    const below = relative(parts.homeFolder, path);
    const isBelow = below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && below !== path;
    return isBelow ? `~${sep}${below}` : path;
  };
  return {
    version: parts.version,
    shell: parts.shell,
    dataFolder: showPath(parts.dataFolder),
    showPath,
    storageWarning: () => describeStorage(parts.lacksSharedMemory),
    statistics: (options = { check: false }) => parts.readStatistics(options),
  };
}

async function describeStorage(lacksSharedMemory: () => Promise<boolean>): Promise<string | null> {
  try {
    if (!(await lacksSharedMemory())) return null;
  } catch {
    // Whoever asks the store for something is told why it does not answer.
    return null;
  }
  return (
    'The data folder lies on a drive without shared memory (a network drive?): searches wait while something is stored, ' +
    'and storing takes longer. Move it to a local disk.'
  );
}
