import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** Of the database in the data folder. */
export const databaseName = 'sightline.db';

/** What the data folder depends on; everything defaults to the running process. */
export interface DataFolderSources {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly homeFolder?: string;
}

/**
 * `SIGHTLINE_HOME`, else the platform's folder for application data that stays on this machine (the cache is large):
 * XDG base directory specification, Apple's File System Programming Guide, Windows known folder `LocalAppData`.
 */
export function findDataFolder(sources: DataFolderSources = {}): string {
  const { environment = process.env, platform = process.platform, homeFolder = homedir() } = sources;
  const chosen = environment['SIGHTLINE_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homeFolder, 'AppData', 'Local'), 'Sightline');
  }
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'Sightline');
  const xdg = environment['XDG_DATA_HOME'];
  // The specification says that a relative path is to be ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homeFolder, '.local', 'share'), 'sightline');
}
