import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Workbench } from '#main/shell/workbench.ts';
import { contentSecurityPolicy } from '../../../src/main/shell/content-security-policy.ts';
import { listRendererFiles } from '../../../src/main/shell/renderer-files.ts';
import { createElectronDouble, type ElectronDouble, FakeSession } from '../../support/electron-double.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

/** Answers with the text it got and remembers its listener; the whole application has a test of its own. */
function createEchoWorkbench() {
  let push: (text: string) => void = () => undefined;
  const workbench: Workbench & { readonly calls: string[] } = {
    calls: [],
    dispatch(text) {
      workbench.calls.push(text);
      return Promise.resolve(`reply to ${text}`);
    },
    onEvent(listener) {
      push = listener;
      return () => {
        push = () => undefined;
      };
    },
    stop: vi.fn(() => Promise.resolve()),
  };
  return { workbench, push: (text: string) => push(text) };
}

async function start(double: ElectronDouble, startWorkbench?: () => Promise<Workbench>) {
  vi.doMock('electron', () => double.module);
  const folder = mkdtempSync(join(tmpdir(), 'sightline-shell-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Sightline</title>');
  const echo = createEchoWorkbench();
  const logger = new MemoryLogger();
  const { runElectron } = await import('../../../src/main/shell/electron/run.ts');
  runElectron({
    profileFolder: folder,
    preloadFile: '/somewhere/preload/index.cjs',
    rendererFiles: () => listRendererFiles(folder),
    logger,
    startWorkbench: startWorkbench ?? (() => Promise.resolve(echo.workbench)),
  });
  await double.becomeReady();
  const [window] = double.windows;
  return { workbench: echo.workbench, push: echo.push, window, logger };
}

/** Every permission that this version of Electron can ask for, from its own types, but the one that we grant. */
function everyPermission(): readonly string[] {
  const types = readFileSync(new URL('../../../node_modules/electron/electron.d.ts', import.meta.url), 'utf8');
  const signature =
    /setPermissionCheckHandler\(handler: \(\(webContents: [^,]*, permission: ([^,]*),/.exec(types)?.[1] ?? '';
  const names = [...signature.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(30);
  return names.filter((name) => name !== 'clipboard-sanitized-write');
}

function event() {
  return { preventDefault: vi.fn() };
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.doUnmock('electron');
});

describe('the Electron shell', () => {
  it('sets the sandbox, the scheme, the profile and the lock, in this order, before it is ready', async () => {
    const double = createElectronDouble();
    await start(double);
    expect(double.order.slice(0, 5)).toEqual([
      'enableSandbox',
      'switch:host-resolver-rules=MAP * ~NOTFOUND',
      'schemes:[{"scheme":"app","privileges":{"standard":true,"secure":true,"supportFetchAPI":false,"bypassCSP":false,"allowServiceWorkers":false}}]',
      'setPath:userData',
      'lock',
    ]);
  });

  it('opens one window with every guard stated', async () => {
    const double = createElectronDouble({ isPackaged: true });
    const { window } = await start(double);
    expect(window?.loaded).toEqual(['app://sightline/index.html']);
    expect(window?.options['webPreferences']).toEqual({
      preload: '/somewhere/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: false,
    });
    expect(double.order).toContain('menu');
  });

  it('quits when another Sightline holds the lock, and shows itself when it is the one that holds it', async () => {
    const second = createElectronDouble({ hasLock: false });
    vi.doMock('electron', () => second.module);
    const { runElectron } = await import('../../../src/main/shell/electron/run.ts');
    runElectron({
      profileFolder: 'x',
      preloadFile: 'x',
      rendererFiles: () => () => undefined,
      logger: new MemoryLogger(),
      startWorkbench: () => Promise.reject(new Error('must not start')),
    });
    expect(second.order).toContain('quit');
    expect(second.windows).toEqual([]);

    vi.resetModules();
    const first = createElectronDouble();
    await start(first);
    first.app.emit('second-instance', {}, ['sightline', '--inspect']);
    expect(first.order).toContain('focus');
    expect(first.windows).toHaveLength(1);
  });

  it('serves its own files with the policy, and nothing else', async () => {
    const double = createElectronDouble();
    await start(double);
    const serve = double.protocolHandlers.get('app');
    const answer = await serve?.(new Request('app://sightline/index.html'));
    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(answer?.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer?.text()).toContain('Sightline');
    for (const url of [
      'app://sightline/../package.json',
      'app://sightline/..%2f..%2fetc%2fpasswd',
      'app://sightline/%2e%2e/%2e%2e/etc/passwd',
      'app://sightline//etc/passwd',
      'app://other/index.html',
    ]) {
      expect((await serve?.(new Request(url)))?.status, url).toBe(404);
    }
  });

  it('cancels every request that is not for its own files', async () => {
    const double = createElectronDouble();
    await start(double);
    const ask = double.session.handlers.get('beforeRequest');
    const isCancelled = (url: string): unknown => {
      const answer = vi.fn();
      ask?.({ url }, answer);
      return answer.mock.calls[0]?.[0];
    };
    expect(isCancelled('app://sightline/assets/index.js')).toEqual({ cancel: false });
    for (const url of [
      'https://evil.example/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'ws://evil.example/',
      'blob:x',
      'app://evil/',
    ]) {
      expect(isCancelled(url), url).toEqual({ cancel: true });
    }
  });

  it('grants nothing but writing the clipboard from its own page', async () => {
    const double = createElectronDouble();
    const { window } = await start(double);
    const check = double.session.handlers.get('permissionCheck');
    const request = double.session.handlers.get('permissionRequest');
    const foreign = { mainFrame: { origin: 'https://evil.example' } };
    const ask = (contents: unknown, permission: string, isMainFrame: boolean): readonly unknown[] => {
      const answer = vi.fn();
      request?.(contents, permission, answer, { isMainFrame });
      return [check?.(contents, permission, 'app://sightline', { isMainFrame }), answer.mock.calls[0]?.[0]];
    };
    expect(ask(window?.webContents, 'clipboard-sanitized-write', true)).toEqual([true, true]);
    expect(ask(window?.webContents, 'clipboard-sanitized-write', false)).toEqual([false, false]);
    expect(ask(null, 'clipboard-sanitized-write', true)).toEqual([false, false]);
    expect(ask(foreign, 'clipboard-sanitized-write', true)).toEqual([false, false]);
    expect(ask({ mainFrame: null }, 'clipboard-sanitized-write', true)).toEqual([false, false]);
    for (const permission of everyPermission()) {
      expect(ask(window?.webContents, permission, true), permission).toEqual([false, false]);
    }
    expect(double.session.handlers.get('device')?.({})).toBe(false);
    const media = vi.fn();
    double.session.handlers.get('displayMedia')?.({}, media);
    expect(media).toHaveBeenCalledWith(null);
    const download = event();
    double.session.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalled();
    expect(double.session.handlers.get('spellChecker')?.()).toBe(false);
  });

  it('chooses no device and pairs with none', async () => {
    const double = createElectronDouble();
    const { window } = await start(double);
    const offers: readonly [string, readonly unknown[], readonly unknown[]][] = [
      ['select-hid-device', [{ deviceList: [{ deviceId: 'x' }] }], []],
      ['select-serial-port', [[{ portId: 'x' }], {}], ['']],
      ['select-usb-device', [{ deviceList: [{ deviceId: 'x' }] }], []],
    ];
    for (const [name, offer, answer] of offers) {
      const attempt = event();
      const choose = vi.fn();
      double.session.emit(name, attempt, ...offer, choose);
      expect(attempt.preventDefault, name).toHaveBeenCalled();
      expect(choose.mock.calls, name).toEqual([answer]);
    }
    const bluetooth = event();
    const choose = vi.fn();
    window?.webContents.emit('select-bluetooth-device', bluetooth, [{ deviceId: 'x' }], choose);
    expect(bluetooth.preventDefault).toHaveBeenCalled();
    expect(choose.mock.calls).toEqual([['']]);
    const pair = vi.fn();
    double.session.handlers.get('bluetoothPairing')?.({ pairingKind: 'confirm' }, pair);
    expect(pair).toHaveBeenCalledWith({ confirmed: false });
  });

  it('guards a session that somebody makes beside the own one', async () => {
    const double = createElectronDouble();
    await start(double);
    const other = new FakeSession();
    double.app.emit('session-created', other);
    expect([...other.handlers.keys()].sort()).toEqual([...double.session.handlers.keys()].sort());
    expect(other.eventNames().sort()).toEqual(double.session.eventNames().sort());
  });

  it('gives WebRTC no socket', async () => {
    const double = createElectronDouble();
    const { window } = await start(double);
    expect(window?.webContents.calls).toContain('webRtc:disable_non_proxied_udp');
  });

  it('closes developer tools in a packaged program, however they were opened', async () => {
    for (const isPackaged of [true, false]) {
      vi.resetModules();
      const double = createElectronDouble({ isPackaged });
      const { window } = await start(double);
      window?.webContents.emit('devtools-opened');
      expect(window?.webContents.calls.includes('closeDevTools')).toBe(isPackaged);
    }
  });

  it('loads a page again whose process is gone, but not one that is lost again at once', async () => {
    const double = createElectronDouble();
    const { window, logger } = await start(double);
    for (let count = 0; count < 3; count += 1) {
      window?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
    }
    expect(window?.loaded).toEqual(['app://sightline/index.html', 'app://sightline/index.html']);
    expect(logger.entries.filter(({ event }) => event === 'electron.pageLost')).toHaveLength(3);
  });

  it('takes the variables of Electron and Node out of its environment', async () => {
    const { dropForeignVariables } = await import('../../../src/main/shell/electron/security/environment.ts');
    const environment = {
      PATH: '/usr/bin',
      SIGHTLINE_HOME: '/x',
      HTTPS_PROXY: 'http://proxy.example',
      ELECTRON_RUN_AS_NODE: '1',
      ELECTRON_RENDERER_URL: 'http://127.0.0.1:5173',
      Electron_Enable_Logging: '1',
      NODE_OPTIONS: '--require=/tmp/x.js',
      NODE_DEBUG: 'http',
      NODE_DEBUG_NATIVE: 'x',
      NODE_PATH: '/tmp',
      NODE_V8_COVERAGE: '/tmp',
      NODE_REDIRECT_WARNINGS: '/tmp/x',
    };
    dropForeignVariables(environment);
    expect(Object.keys(environment)).toEqual(['PATH', 'SIGHTLINE_HOME', 'HTTPS_PROXY']);
  });

  it('drops them when it starts', async () => {
    vi.stubEnv('ELECTRON_RENDERER_URL', 'http://127.0.0.1:5173');
    vi.stubEnv('NODE_OPTIONS', '--inspect');
    await start(createElectronDouble());
    expect([process.env['ELECTRON_RENDERER_URL'], process.env['NODE_OPTIONS']]).toEqual([undefined, undefined]);
    vi.unstubAllEnvs();
  });

  it('never leaves its page and opens no other', async () => {
    const double = createElectronDouble();
    const { window } = await start(double);
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      const attempt = event();
      window?.webContents.emit(name, attempt);
      expect(attempt.preventDefault, name).toHaveBeenCalled();
    }
    expect(window?.webContents.windowOpenHandler?.({ url: 'https://evil.example' })).toEqual({ action: 'deny' });
  });

  it('chooses no client certificate, trusts no bad one and answers no login', async () => {
    const double = createElectronDouble();
    await start(double);
    const choose = vi.fn();
    const certificate = event();
    double.app.emit('select-client-certificate', certificate, {}, 'https://x', [{}], choose);
    expect(certificate.preventDefault).toHaveBeenCalled();
    expect(choose).toHaveBeenCalledWith();
    const trust = vi.fn();
    const error = event();
    double.app.emit('certificate-error', error, {}, 'https://x', 'bad', {}, trust);
    expect(error.preventDefault).toHaveBeenCalled();
    expect(trust).toHaveBeenCalledWith(false);
    const answer = vi.fn();
    const login = event();
    double.app.emit('login', login, {}, {}, {}, answer);
    expect(login.preventDefault).toHaveBeenCalled();
    expect(answer).toHaveBeenCalledWith();
  });

  it('carries a call from the preload to the application and a push back', async () => {
    const double = createElectronDouble();
    const { workbench, push, window } = await start(double);
    await import('../../../src/preload/index.ts');
    const exposed = double.exposed.get('workbench') as {
      call(text: string): Promise<string>;
      onEvent(listener: (text: string) => void): () => void;
    };
    expect(Object.keys(exposed)).toEqual(['call', 'onEvent']);
    expect(Object.isFrozen(exposed)).toBe(true);
    await expect(exposed.call('hello')).resolves.toBe('reply to hello');
    expect(workbench.calls).toEqual(['hello']);

    const heard: string[] = [];
    const unsubscribe = exposed.onEvent((text) => heard.push(text));
    window?.webContents.on('sent', double.deliver);
    push('one');
    unsubscribe();
    push('two');
    expect(heard).toEqual(['one']);
  });

  it('refuses calls from frames, pages and windows that are not its own', async () => {
    const double = createElectronDouble();
    const { workbench, window } = await start(double);
    const handle = double.invokeHandlers.get('sightline:call');
    const own = window?.webContents;
    const events = [
      { sender: own, senderFrame: null },
      { sender: own, senderFrame: { ...own?.frame, parent: own?.mainFrame } },
      { sender: own, senderFrame: { ...own?.frame, origin: 'https://evil.example' } },
      { sender: own, senderFrame: { ...own?.frame, origin: 'app://sightline.evil.example' } },
      { sender: own, senderFrame: { ...own?.frame, origin: 'null' } },
      { sender: own, senderFrame: { ...own?.frame, frameToken: 'other' } },
      { sender: own, senderFrame: { ...own?.frame, processId: 8 } },
      { sender: { mainFrame: own?.mainFrame }, senderFrame: own?.mainFrame },
    ];
    for (const foreign of events) await expect(handle?.(foreign, 'x')).rejects.toThrow('Refused.');
    await expect(handle?.({ sender: own, senderFrame: own?.mainFrame }, { not: 'text' })).rejects.toThrow('Refused.');
    expect(workbench.calls).toEqual([]);
  });

  it('says in words of its own why it does not start', async () => {
    const known = createElectronDouble();
    // Of the same load of the modules as the shell, which is loaded afresh for each test.
    const { AppError } = await import('#shared/errors/app-error.ts');
    const foreign = new AppError('storage.foreignFile', 'The database is not ours.', { suggestion: 'Move it away.' });
    await start(known, () => Promise.reject(foreign));
    expect(known.order.slice(-2)).toEqual([
      'errorBox:Sightline does not start: The database is not ours.\n\nMove it away.\n\nstorage.foreignFile, in the log as ref-1',
      'exit:1',
    ]);
  });

  it('keeps what went wrong inside for the log', async () => {
    const double = createElectronDouble();
    const { logger } = await start(double, () => Promise.reject(new Error('EACCES: /home/someone/secret')));
    const [box = '', exit] = double.order.slice(-2);
    expect(box).toMatch(
      /^errorBox:Sightline does not start: Something went wrong inside Sightline; .* under ref-1\.\n\nTry again\. /,
    );
    expect(exit).toBe('exit:1');
    expect(logger.entries).toMatchObject([{ event: 'electron.notStarted', error: { message: expect.any(String) } }]);
  });

  it('commits and stops before it quits', async () => {
    const double = createElectronDouble();
    const { workbench } = await start(double);
    const quit = event();
    double.app.emit('will-quit', quit);
    expect(quit.preventDefault).toHaveBeenCalled();
    await vi.waitFor(() => expect(double.order).toContain('exit:0'), 30_000);
    expect(workbench.stop).toHaveBeenCalledOnce();
  });
});
