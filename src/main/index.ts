/** Entry of the Electron program; bundled to `out/main/index.js`, with the worker entries beside it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '#main/app/create-app.ts';
import { findDataFolder } from '#main/platform/paths.ts';
import { runElectron } from '#main/shell/electron/run.ts';
import { createPlatformPorts, readVersion } from '#main/shell/platform-ports.ts';
import { listRendererFiles } from '#main/shell/renderer-files.ts';

const out = fileURLToPath(new URL('..', import.meta.url));

runElectron({
  profileFolder: join(findDataFolder(), 'electron-profile'),
  preloadFile: join(out, 'preload', 'index.cjs'),
  rendererFiles: () => listRendererFiles(join(out, 'renderer')),
  startWorkbench: async (dialogs) => {
    const app = createApp(
      createPlatformPorts({
        shell: 'electron',
        version: readVersion(new URL('../../package.json', import.meta.url)),
        writerEntry: new URL('./writer.js', import.meta.url),
        readerEntry: new URL('./reader.js', import.meta.url),
        dialogs: () => dialogs,
      }),
    );
    await app.start();
    return app;
  },
});
