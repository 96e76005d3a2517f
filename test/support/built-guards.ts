/**
 * Starts the built Electron program (`out/`) over the double and tries what its guards are for; prints one line of JSON. Arguments: the
 * folder, then what else the program shall find among its own. `SIGHTLINE_TEST_LOCKED`: another one holds the lock.
 */
import { pathToFileURL } from 'node:url';
import { createElectronDouble } from './electron-double.ts';
import { standInForElectron } from './electron-module.ts';

const [out = ''] = process.argv.slice(2);
const double = createElectronDouble({ isPackaged: true, hasLock: process.env['SIGHTLINE_TEST_LOCKED'] === undefined });
standInForElectron(double);
await import(pathToFileURL(`${out}/main/index.js`).href);
const hasEnded = (): boolean => double.order.some((entry) => entry === 'quit' || entry.startsWith('exit:'));
if (!hasEnded()) await double.becomeReady();
const [window] = double.windows;

/** Whether an event of that name is kept from happening. */
function isPrevented(target: { emit(name: string, ...rest: unknown[]): boolean }, name: string, ...rest: unknown[]) {
  let isKept = false;
  const event = {
    preventDefault: () => {
      isKept = true;
    },
  };
  target.emit(name, event, ...rest);
  return isKept;
}

async function tryGuards() {
  if (window === undefined) return undefined;
  const contents = window.webContents;
  const { handlers } = double.session;
  const granted = [
    'clipboard-sanitized-write',
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem',
  ];
  const serve = double.protocolHandlers.get('app');
  const paths = [
    '/index.html',
    '/../main/index.js',
    '/..%2fmain%2findex.js',
    '/%2e%2e/main/index.js',
    '/etc/passwd',
    '/../../package.json',
    '/__proto__',
    '/main.js\0.html',
  ];
  const get = async (url: string): Promise<unknown> => {
    const answer = await serve?.(new Request(url));
    return {
      status: answer?.status,
      bytes: (await answer?.arrayBuffer())?.byteLength,
      policy: answer?.headers.has('content-security-policy'),
    };
  };
  const urls = [
    'file:///etc/passwd',
    'data:text/html,x',
    'blob:app://sightline/x',
    'http://127.0.0.1/',
    'https://evil.example/',
    'wss://evil.example/',
    'app://sightline/index.html',
  ];
  const cancelled = urls.map((url) => {
    let answer: unknown;
    handlers.get('beforeRequest')?.({ url }, (given: unknown) => {
      answer = given;
    });
    return [url, answer];
  });
  const before = double.windows.length;
  double.app.emit('second-instance', {}, ['sightline', '--inspect', 'app://evil']);
  return {
    navigation: ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'].map((name) =>
      isPrevented(contents, name),
    ),
    opened: contents.windowOpenHandler?.({ url: 'https://evil.example' }),
    downloads: isPrevented(double.session, 'will-download'),
    certificate: isPrevented(double.app, 'certificate-error', {}, 'https://x', 'bad', {}, () => undefined),
    login: isPrevented(double.app, 'login', {}, {}, {}, () => undefined),
    permissions: granted.map((name) =>
      handlers.get('permissionCheck')?.(contents, name, 'app://sightline', { isMainFrame: true }),
    ),
    foreign: handlers.get('permissionCheck')?.(
      { mainFrame: { origin: 'https://evil.example' } },
      granted[0],
      'https://evil.example',
      { isMainFrame: true },
    ),
    files: await Promise.all(paths.map(async (path) => [path, await get(`app://sightline${path}`)])),
    elsewhere: await get('app://evil.example/index.html'),
    cancelled,
    second: { windows: double.windows.length - before, isFocused: double.order.includes('focus') },
  };
}

process.stdout.write(
  `${JSON.stringify({ order: double.order, windows: double.windows.length, guards: await tryGuards() })}\n`,
);
process.exit(0);
