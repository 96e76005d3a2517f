/** Entry of the Chromium shell: the workbench in an app window, for hosts where Electron's binary cannot be had. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '#main/app/create-app.ts';
import { createExportFolderDialogs } from '../export-folder-dialogs.ts';
import { createPlatformPorts, readVersion } from '../platform-ports.ts';
import { listRendererFiles } from '../renderer-files.ts';
import { findBrowser } from './find-browser.ts';
import { openChromiumWindow } from './open-window.ts';

const ports = createPlatformPorts({
  shell: 'chromium',
  version: readVersion(new URL('../../../../package.json', import.meta.url)),
  writerEntry: new URL('../../workers/writer.ts', import.meta.url),
  readerEntry: new URL('../../workers/reader.ts', import.meta.url),
  dialogs: createExportFolderDialogs,
});
const app = createApp(ports);
await app.start();

const profileFolder = join(ports.paths.dataFolder, 'chromium-profile');
mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
const window = await openChromiumWindow({
  launch: {
    executablePath: findBrowser(process.platform, process.env['PATH'] ?? ''),
    profileFolder,
    headless: false,
    isRoot: process.getuid?.() === 0,
  },
  files: listRendererFiles(fileURLToPath(new URL('../../../../out/renderer', import.meta.url))),
  workbench: app,
});

const asked = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
});
await Promise.race([window.closed, asked]);
await window.close();
await app.stop();
