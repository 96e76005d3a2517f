/** Entry of the Electron program; bundled to `out/main/index.js`, with the worker entries beside it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BrowserWindow, dialog, Notification, session } from 'electron';
import { createApp } from '#main/app/create-app.ts';
import { createElectronDialogs } from '#main/shell/electron/dialogs.ts';
import { showErrorBox } from '#main/shell/electron/error-box.ts';
import { createElectronNotifier } from '#main/shell/electron/notifier.ts';
import { createElectronPrinter } from '#main/shell/electron/printer.ts';
import { runElectron } from '#main/shell/electron/run.ts';
import { unpackedUrl } from '#main/shell/electron/unpacked.ts';
import { guardProcess } from '#main/shell/guard-process.ts';
import { createPlatformPorts, readVersion } from '#main/shell/platform-ports.ts';
import { keepMemoryPrivate } from '#main/shell/private-memory.ts';
import { listRendererFiles } from '#main/shell/renderer-files.ts';

const out = fileURLToPath(new URL('..', import.meta.url));

keepMemoryPrivate();

const ports = createPlatformPorts({
  shell: 'electron',
  version: readVersion(new URL('../../package.json', import.meta.url)),
  writerEntry: unpackedUrl(new URL('./writer.js', import.meta.url)),
  readerEntry: unpackedUrl(new URL('./reader.js', import.meta.url)),
  documentsEntry: unpackedUrl(new URL('./documents.js', import.meta.url)),
  searchEntry: unpackedUrl(new URL('./search.js', import.meta.url)),
  dialogs: () => createElectronDialogs(dialog),
  printer: createElectronPrinter({
    // Without `persist:` it lives in memory; the number keeps two prints apart.
    makeSession: () => session.fromPartition(`print-${randomUUID()}`, { cache: false }),
    makeWindow: (options) => new BrowserWindow(options),
  }),
  notifier: createElectronNotifier({
    isSupported: () => Notification.isSupported(),
    makeNotification: (message) => new Notification(message),
    listWindows: () => BrowserWindow.getAllWindows(),
  }),
});
// Electron's own box would show a stack with paths.
guardProcess('electron', ports.logger, (reference) => showErrorBox(dialog, 'Sightline has stopped', { reference }));

runElectron({
  profileFolder: join(ports.paths.dataFolder, 'electron-profile'),
  preloadFile: join(out, 'preload', 'index.cjs'),
  rendererFiles: () => listRendererFiles(join(out, 'renderer')),
  logger: ports.logger,
  startWorkbench: async () => {
    const app = createApp(ports);
    await app.start();
    return app;
  },
});
