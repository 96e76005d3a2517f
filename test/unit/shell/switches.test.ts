import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findRefusedSwitch } from '../../../src/main/shell/electron/security/switches.ts';
import { createElectronDouble } from '../../support/electron-double.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const refused = [
  '--inspect',
  '--inspect=0',
  '--inspect-brk=9229',
  '--inspect-publish-uid=http',
  '-inspect',
  '--INSPECT',
  ' --inspect',
  '--remote-debugging-port=1',
  '--remote-debugging-pipe',
  '--remote-debugging-address=0.0.0.0',
  '--remote-allow-origins=*',
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-web-security',
  '--load-extension=x',
  '--proxy-server=x',
  '--proxy-pac-url=x',
  '--host-rules=MAP * evil.example',
  '--host-resolver-rules=',
  '--ignore-certificate-errors-spki-list=x',
  '--js-flags=--expose-internals',
  '--renderer-cmd-prefix=xterm',
  '--user-data-dir=/tmp/x',
  '--log-net-log=/tmp/x',
  '--enable-blink-features=x',
  // Without a value: the name alone counts.
  '--allow-file-access-from-files',
  '--allow-insecure-localhost',
  '--allow-running-insecure-content',
  '--auth-negotiate-delegate-whitelist',
  '--auth-server-whitelist',
  '--debug-port',
  '--disable-features',
  '--disable-gpu-sandbox',
  '--disable-namespace-sandbox',
  '--disable-seccomp-filter-sandbox',
  '--disable-site-isolation-trials',
  '--enable-experimental-web-platform-features',
  '--enable-logging',
  '--experimental-network-inspection',
  '--explicitly-allowed-ports',
  '--gpu-launcher',
  '--no-zygote',
  '--no-zygote-sandbox',
  '--ppapi-plugin-launcher',
  '--renderer-startup-dialog',
  '--single-process',
  '--ssl-key-log-file',
  '--unsafely-treat-insecure-origin-as-secure',
  '--utility-cmd-prefix',
];

describe('findRefusedSwitch', () => {
  it.each(refused)('refuses %s', (argument) => {
    expect(findRefusedSwitch(['--lang=de', argument], 'linux')).toBeDefined();
  });

  it('knows the slash of Windows, which is a path elsewhere', () => {
    expect(findRefusedSwitch(['/no-sandbox'], 'win32')).toBe('no-sandbox');
    expect(findRefusedSwitch(['/inspect=1'], 'win32')).toBe('inspect');
    expect(findRefusedSwitch(['/inspect/report.eml'], 'linux')).toBeUndefined();
  });

  it.each([
    ['--lang=de'],
    ['CASE-0001'],
    ['--ozone-platform=wayland'],
    ['--force-device-scale-factor=2'],
    ['-psn_0_1'],
  ])('lets %s pass', (argument) => {
    expect(findRefusedSwitch([argument], 'linux')).toBeUndefined();
  });

  it('reads no further than Chromium does', () => {
    expect(findRefusedSwitch(['--', '--inspect'], 'linux')).toBeUndefined();
  });
});

describe('a start with a refused switch', () => {
  const argv = process.argv;
  beforeEach(() => {
    vi.resetModules();
  });
  afterEach(() => {
    process.argv = argv;
    vi.doUnmock('electron');
  });

  async function startWith(argument: string, isPackaged: boolean): Promise<readonly string[]> {
    const double = createElectronDouble({ isPackaged, hasLock: false });
    vi.doMock('electron', () => double.module);
    process.argv = ['sightline', argument];
    const { runElectron } = await import('../../../src/main/shell/electron/run.ts');
    runElectron({
      profileFolder: 'x',
      preloadFile: 'x',
      rendererFiles: () => () => undefined,
      logger: new MemoryLogger(),
      startWorkbench: () => Promise.reject(new Error('must not start')),
    });
    return double.order;
  }

  it('ends a packaged program by name, before anything is set up', async () => {
    expect(await startWith('--remote-debugging-port=9222', true)).toEqual([
      'errorBox:Sightline does not start: The switch --remote-debugging-port would take away its guards.',
      'exit:2',
    ]);
  });

  it('is a developer’s matter otherwise', async () => {
    expect(await startWith('--inspect', false)).toContain('lock');
  });
});
