import { join } from 'node:path';
import type { App } from '#main/app/create-app.ts';
import type { ChromiumWindow } from '#main/shell/chromium/open-window.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { countRealTime } from '../emulators/kit/clock.ts';
import { startAllEmulators } from '../emulators/start-all.ts';
import { createSourceApp } from '../support/source-app.ts';
import { openSourceWindow, type Size } from '../support/source-window.ts';
import { connectAll } from './connect-all.ts';
import { passNight } from './pass-night.ts';

/** The whole product on emulated vendors, all four connected. */
export interface Demo {
  readonly app: App;
  /** Vendor to connection. */
  readonly connections: ReadonlyMap<string, ConnectionId>;
  sync(): Promise<readonly SyncRun[]>;
  /** Makes the vendors know more than at the last sync. */
  passNight(): Promise<void>;
  /** Without a size: a window on the screen. With one: headless. */
  openWindow(size?: Size): Promise<ChromiumWindow>;
  stop(): Promise<void>;
}

/** Indicators of the emulated world: enough to look like a working day, few enough to sync while one watches. */
const worldSize = 6_000;

/** Starts emulators and application on a data folder, which must be empty, and connects them. */
export async function openDemo(home: string): Promise<Demo> {
  const emulators = await startAllEmulators({ size: worldSize, now: Date.now(), elapsedMs: countRealTime() });
  const app = createSourceApp(home);
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
      passNight: () => passNight(app, emulators),
      openWindow: (size) => openSourceWindow(async () => app, join(home, 'chromium-profile'), size),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
