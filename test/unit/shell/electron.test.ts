import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Workbench } from '#main/shell/workbench.ts';
import { contentSecurityPolicy } from '../../../src/main/shell/content-security-policy.ts';
import { listRendererFiles } from '../../../src/main/shell/renderer-files.ts';
import { createElectronDouble, type ElectronDouble } from '../../support/electron-double.ts';
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
    expect(double.order.slice(0, 4)).toEqual([
      'enableSandbox',
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
    expect(check?.(window?.webContents, 'clipboard-sanitized-write')).toBe(true);
    expect(check?.(null, 'clipboard-sanitized-write')).toBe(false);
    expect(check?.(foreign, 'clipboard-sanitized-write')).toBe(false);
    for (const permission of [
      'geolocation',
      'media',
      'notifications',
      'clipboard-read',
      'usb',
      'openExternal',
      'fileSystem',
    ]) {
      const answer = vi.fn();
      request?.(window?.webContents, permission, answer);
      expect(answer, permission).toHaveBeenCalledWith(false);
      expect(check?.(window?.webContents, permission), permission).toBe(false);
    }
    expect(double.session.handlers.get('device')?.({})).toBe(false);
    const media = vi.fn();
    double.session.handlers.get('displayMedia')?.({}, media);
    expect(media).toHaveBeenCalledWith(null);
    const download = event();
    double.session.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalled();
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
    double.app.emit('certificate-error', event(), {}, 'https://x', 'bad', {}, trust);
    expect(trust).toHaveBeenCalledWith(false);
    const login = vi.fn();
    double.app.emit('login', event(), {}, {}, {}, login);
    expect(login).toHaveBeenCalledWith();
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
      { sender: own, senderFrame: { origin: 'app://sightline', parent: own?.mainFrame } },
      { sender: own, senderFrame: { origin: 'https://evil.example', parent: null } },
      { sender: { mainFrame: own?.mainFrame }, senderFrame: own?.mainFrame },
    ];
    for (const foreign of events) await expect(handle?.(foreign, 'x')).rejects.toThrow('Refused.');
    await expect(handle?.({ sender: own, senderFrame: own?.mainFrame }, { not: 'text' })).rejects.toThrow('Refused.');
    expect(workbench.calls).toEqual([]);
  });

  it('does not start in a packaged program with a switch that takes its guards away', async () => {
    const { findRefusedSwitch } = await import('../../../src/main/shell/electron/security/switches.ts');
    for (const argument of [
      '--inspect',
      '--inspect=0',
      '--inspect-brk=9229',
      '--remote-debugging-port=1',
      '--no-sandbox',
      '--load-extension=x',
      '--proxy-server=x',
      '--disable-web-security',
    ]) {
      expect(findRefusedSwitch(['--lang=de', argument]), argument).toBeDefined();
    }
    expect(findRefusedSwitch(['--lang=de', 'CASE-0001'])).toBeUndefined();
  });

  it('says in words of its own why it does not start', async () => {
    const known = createElectronDouble();
    // Of the same load of the modules as the shell, which is loaded afresh for each test.
    const { AppError } = await import('#shared/errors/app-error.ts');
    const foreign = new AppError('storage.foreignFile', 'The database is not ours.', { suggestion: 'Move it away.' });
    await start(known, () => Promise.reject(foreign));
    expect(known.order.slice(-2)).toEqual([
      'errorBox:Sightline does not start: The database is not ours.\n\nMove it away.',
      'exit:1',
    ]);
  });

  it('keeps what went wrong inside for the log', async () => {
    const double = createElectronDouble();
    const { logger } = await start(double, () => Promise.reject(new Error('EACCES: /home/someone/secret')));
    const [box = '', exit] = double.order.slice(-2);
    expect(box).toMatch(/^errorBox:Sightline does not start: Something went wrong inside Sightline; .* under ref-1\.$/);
    expect(exit).toBe('exit:1');
    expect(logger.entries).toMatchObject([{ event: 'electron.notStarted', error: { message: expect.any(String) } }]);
  });

  it('commits and stops before it quits', async () => {
    const double = createElectronDouble();
    const { workbench } = await start(double);
    const quit = event();
    double.app.emit('will-quit', quit);
    expect(quit.preventDefault).toHaveBeenCalled();
    await vi.waitFor(() => {
      expect(double.order).toContain('exit:0');
    });
    expect(workbench.stop).toHaveBeenCalledOnce();
  });
});
