import { type BrowserContext, chromium } from 'playwright-core';
import { translateLaunchError } from './launch-error.ts';

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
 * Switches that keep the browser from talking to anybody and from asking the user anything. The last two together also stop WebRTC,
 * which obeys neither `connect-src` nor our routes and could carry data out through STUN and TURN.
 */
export const quietSwitches: readonly string[] = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--disable-features=Translate,OptimizationHints,MediaRouter,InterestFeedContentSuggestions',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
];

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
