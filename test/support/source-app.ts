import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AppPorts } from '#main/app/app-ports.ts';
import { type App, createApp } from '#main/app/create-app.ts';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import { type ChromiumWindow, openChromiumWindow } from '#main/shell/chromium/open-window.ts';
import { createChromiumPrinter } from '#main/shell/chromium/printer.ts';
import { createExportFolderDialogs } from '#main/shell/export-folder-dialogs.ts';
import { createPlatformPorts, readVersion } from '#main/shell/platform-ports.ts';
import { listRendererFiles } from '#main/shell/renderer-files.ts';

/** The project's folder. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** A picture's size, or a window's, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The application as the Chromium shell makes it, from source: real store threads, network and files.
 *
 * @param dataFolder becomes `SIGHTLINE_HOME` of this process.
 * @param doubles ports that are not to be the machine's own, such as the keychain.
 */
export function createSourceApp(dataFolder: string, doubles: Partial<AppPorts> = {}): App {
  process.env['SIGHTLINE_HOME'] = dataFolder;
  const ports = createPlatformPorts({
    shell: 'chromium',
    version: readVersion(new URL('../../package.json', import.meta.url)),
    writerEntry: new URL('../../src/main/workers/writer.ts', import.meta.url),
    readerEntry: new URL('../../src/main/workers/reader.ts', import.meta.url),
    documentsEntry: new URL('../../src/main/workers/documents.ts', import.meta.url),
    searchEntry: new URL('../../src/main/workers/search.ts', import.meta.url),
    dialogs: createExportFolderDialogs,
    printer: createChromiumPrinter(process.env['PATH'] ?? ''),
  });
  return createApp({ ...ports, ...doubles });
}

/**
 * Opens the built window over an application. Without a size it appears on the screen; with one it is headless.
 *
 * @param whenReady the start of the application, where that is still under way.
 */
export function openSourceWindow(
  app: App,
  profileFolder: string,
  size?: Size,
  whenReady: Promise<unknown> = Promise.resolve(),
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
    workbench: app,
    whenReady,
  });
}
