import { join } from 'node:path';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { createSourceApp } from '../../support/source-app.ts';
import { openSourceWindow } from '../../support/source-window.ts';
import type { Shell } from './shells.ts';

/** Size of the window in the specs: a small laptop's. */
export const windowSize = { width: 1280, height: 800 };

/** The Chromium shell, headless, over the application in this process. Only the keychain is a double. */
export async function openChromium(dataFolder: string): Promise<Shell> {
  const app = createSourceApp(dataFolder, { keychain: new FakeKeychain() });
  await app.start();
  const window = await openSourceWindow(async () => app, join(dataFolder, 'chromium-profile'), windowSize);
  return {
    name: 'chromium',
    page: window.page,
    processId: process.pid,
    exportFolder: join(dataFolder, 'exports'),
    async close() {
      await window.close();
      await app.stop();
    },
  };
}
