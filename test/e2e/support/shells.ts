import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectRoot } from '../../support/project-root.ts';

/** The shells that show the window. */
export type ShellName = 'chromium' | 'electron';

/** A running shell with its window open. */
export interface Shell {
  readonly name: ShellName;
  readonly page: Page;
  /** The process that is, or holds, the shell; the browser's are below it. */
  readonly processId: number;
  /** Where the save dialog puts a file. */
  readonly exportFolder: string;
  close(): Promise<void>;
}

/** Path of Electron's program; undefined where it has not been downloaded. Does not load the package, which would download it. */
export function findElectron(): string | undefined {
  const folder = join(projectRoot, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

/** Whether Electron can be started here: it has no headless mode. */
export function hasElectron(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const hasDisplay = process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
  return hasDisplay && findElectron() !== undefined;
}
