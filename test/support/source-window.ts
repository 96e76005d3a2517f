import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import { type ChromiumWindow, openChromiumWindow } from '#main/shell/chromium/open-window.ts';
import { listRendererFiles } from '#main/shell/renderer-files.ts';
import type { Workbench } from '#main/shell/workbench.ts';
import { projectRoot } from './project-root.ts';

/** A picture's size, or a window's, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Opens the built window over an application. Without a size it appears on the screen; with one it is headless.
 *
 * @param startWorkbench called while the browser starts.
 */
export function openSourceWindow(
  startWorkbench: () => Promise<Workbench>,
  profileFolder: string,
  size?: Size,
): Promise<ChromiumWindow> {
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  return openChromiumWindow({
    launch: {
      executablePath: findBrowser(process.platform, process.env['PATH'] ?? ''),
      profileFolder,
      headless: size !== undefined,
      isRoot: process.getuid?.() === 0,
      viewport: size,
    },
    files: listRendererFiles(join(projectRoot, 'out', 'renderer')),
    startWorkbench,
  });
}
