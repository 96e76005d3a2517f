/** How the browser of the Chromium window is started and kept to its one page, over a double of the driver. */
import { EventEmitter } from 'node:events';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LaunchOptions } from '#main/shell/chromium/launch.ts';
import { openChromiumWindow } from '#main/shell/chromium/open-window.ts';

const home = 'https://sightline.invalid/index.html';
const launch: LaunchOptions = { executablePath: '/browser', profileFolder: '/profile', headless: false, isRoot: false };

afterEach(() => vi.restoreAllMocks());

class PageDouble extends EventEmitter {
  /** Where it was led, in this order; `served` and `bridged` where those came about. */
  readonly steps: string[];
  address = 'about:blank';
  isClosed = false;

  constructor(steps: string[]) {
    super();
    this.steps = steps;
  }

  readonly frame = { url: (): string => this.address };
  readonly mainFrame = () => this.frame;

  async goto(url: string): Promise<void> {
    this.steps.push(`goto ${url}`);
    this.address = url;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

class ContextDouble extends EventEmitter {
  readonly steps: string[] = [];
  readonly page = new PageDouble(this.steps);
  readonly pages = () => [this.page];
  readonly route = async () => void this.steps.push('served');
  readonly exposeBinding = async () => void this.steps.push('bridged');
  readonly addInitScript = async () => void this.steps.push('exposed');
  readonly newCDPSession = async () => ({
    send: async (command: string) => void this.steps.push(command),
    detach: async () => undefined,
  });
  readonly close = async () => void this.steps.push('closed');
}

async function open(options: LaunchOptions = launch) {
  const context = new ContextDouble();
  const start = vi.spyOn(chromium, 'launchPersistentContext').mockResolvedValue(context as unknown as BrowserContext);
  const unheard = vi.fn();
  const window = await openChromiumWindow({
    launch: options,
    files: () => undefined,
    startWorkbench: async () => ({
      dispatch: async () => '',
      onEvent: () => unheard,
      stop: async () => undefined,
    }),
  });
  return { context, window, unheard, profile: start.mock.calls[0]?.[0], options: start.mock.calls[0]?.[1] };
}

describe('the browser of the Chromium window', () => {
  it('is started with every guard stated', async () => {
    const { options, profile } = await open();
    expect(profile).toBe('/profile');
    expect(options).toEqual({
      executablePath: '/browser',
      artifactsDir: '/profile/artifacts',
      headless: false,
      chromiumSandbox: true,
      args: [
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-domain-reliability',
        '--disable-features=Translate,OptimizationHints,MediaRouter,InterestFeedContentSuggestions',
        '--host-resolver-rules=MAP * ~NOTFOUND',
        '--webrtc-ip-handling-policy=disable_non_proxied_udp',
        '--app=about:blank',
        '--window-size=1440,900',
      ],
      acceptDownloads: false,
      serviceWorkers: 'block',
      bypassCSP: false,
      permissions: ['clipboard-write'],
      colorScheme: null,
      viewport: null,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  });

  it('goes without its sandbox for root only', async () => {
    expect((await open({ ...launch, isRoot: true })).options).toMatchObject({ chromiumSandbox: false });
  });

  it('shows the page when all requests are answered here and the bridge stands, and cannot go back before it', async () => {
    const { context } = await open();
    expect(context.steps).toEqual(['served', 'bridged', 'exposed', `goto ${home}`, 'Page.resetNavigationHistory']);
  });

  it('closes any other window, and not its own', async () => {
    const { context } = await open();
    const other = new PageDouble([]);
    context.emit('page', other);
    context.emit('page', context.page);
    expect([other.isClosed, context.page.isClosed]).toEqual([true, false]);
  });

  it.each(['about:blank', 'blob:https://sightline.invalid/7f0f8273', 'chrome-error://chromewebdata/'])(
    'comes back from %s, which asks nobody',
    async (address) => {
      const { context } = await open();
      context.steps.length = 0;
      context.page.address = address;
      context.page.emit('framenavigated', context.page.frame);
      expect(context.steps).toEqual([`goto ${home}`]);
    },
  );

  it('stays where it is when it goes from screen to screen, or a frame in it goes elsewhere', async () => {
    const { context } = await open();
    context.steps.length = 0;
    context.page.address = `${home}#/cases`;
    context.page.emit('framenavigated', context.page.frame);
    context.page.emit('framenavigated', { url: () => 'about:blank' });
    expect(context.steps).toEqual([]);
  });

  it('is disconnected before it is closed', async () => {
    const { context, window, unheard } = await open();
    await window.close();
    expect(unheard).toHaveBeenCalledOnce();
    expect(context.steps.at(-1)).toBe('closed');
  });
});
