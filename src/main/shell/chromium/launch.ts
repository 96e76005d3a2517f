import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { translateLaunchError } from './launch-error.ts';
import { quietSwitches } from './quiet-switches.ts';

/** How the browser is started. */
export interface LaunchOptions {
  readonly executablePath: string;
  readonly profileFolder: string;
  readonly headless: boolean;
  /** Root cannot use the sandbox of Chromium; everyone else does. */
  readonly isRoot: boolean;
  readonly viewport?: { readonly width: number; readonly height: number } | undefined;
}

type PersistentOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/**
 * Starts Chromium with a window of its own (`--app`) and a private profile; driven over a pipe, so that no port listens.
 * Service workers and downloads are off, and the content security policy stays in force.
 *
 * @throws AppError `state.conflict` when another browser holds the profile, `state.notFound` when none can be started.
 */
export async function launchBrowser(options: LaunchOptions): Promise<BrowserContext> {
  try {
    return await chromium.launchPersistentContext(options.profileFolder, describeLaunch(options));
  } catch (error) {
    throw translateLaunchError(error);
  }
}

function describeLaunch(options: LaunchOptions): PersistentOptions {
  return {
    executablePath: options.executablePath,
    // Not in the system's place for temporary files, where a killed process would leave it.
    artifactsDir: join(options.profileFolder, 'artifacts'),
    headless: options.headless,
    chromiumSandbox: !options.isRoot,
    args: [...quietSwitches, ...(options.headless ? [] : ['--app=about:blank', '--window-size=1440,900'])],
    acceptDownloads: false,
    serviceWorkers: 'block',
    bypassCSP: false,
    permissions: ['clipboard-write'],
    colorScheme: null,
    viewport: options.viewport ?? null,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
}
