import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type App, createApp } from '#main/app/create-app.ts';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import { type ChromiumWindow, openChromiumWindow } from '#main/shell/chromium/open-window.ts';
import { createExportFolderDialogs } from '#main/shell/export-folder-dialogs.ts';
import { createPlatformPorts, readVersion } from '#main/shell/platform-ports.ts';
import { listRendererFiles } from '#main/shell/renderer-files.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { startAllEmulators } from '../emulators/start-all.ts';
import { connectAll } from './connect-all.ts';

/** The project's folder. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** A picture's size, or a window's. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The whole product on emulated vendors, all four connected. */
export interface Demo {
  readonly app: App;
  /** Vendor to connection. */
  readonly connections: ReadonlyMap<string, ConnectionId>;
  sync(): Promise<readonly SyncRun[]>;
  /** Without a size: a window on the screen. With one: headless. */
  openWindow(size?: Size): Promise<ChromiumWindow>;
  stop(): Promise<void>;
}

/** Indicators of the emulated world: enough to look like a working day, few enough to sync while one watches. */
const worldSize = 6_000;

/** Starts emulators and application on a data folder, which must be empty, and connects them. */
export async function openDemo(home: string): Promise<Demo> {
  process.env['SIGHTLINE_HOME'] = home;
  const emulators = await startAllEmulators({ size: worldSize, now: Date.now() });
  const app = createApp(
    createPlatformPorts({
      shell: 'chromium',
      version: readVersion(new URL('../../package.json', import.meta.url)),
      writerEntry: new URL('../../src/main/workers/writer.ts', import.meta.url),
      readerEntry: new URL('../../src/main/workers/reader.ts', import.meta.url),
      dialogs: createExportFolderDialogs,
    }),
  );
  const stop = async (): Promise<void> => {
    await app.stop();
    await emulators.stop();
  };
  try {
    await app.start();
    const connections = await connectAll(app, emulators);
    return {
      app,
      connections,
      sync: () => app.services.sync.run({ connectionIds: null, streams: null, full: false }),
      openWindow: (size) => openWindow(app, join(home, 'chromium-profile'), size),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openWindow(app: App, profileFolder: string, size: Size | undefined): Promise<ChromiumWindow> {
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
  });
}
