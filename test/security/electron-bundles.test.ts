import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src/main/shell/content-security-policy.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out');
const runner = join(root, 'test', 'support', 'built-electron.ts');
const home = mkdtempSync(join(tmpdir(), 'sightline-built-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

function readBundles(folder: string): string {
  return readdirSync(join(out, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:c?js|html)$/.test(name))
    .map((name) => readFileSync(join(out, folder, name), 'utf8'))
    .join('\n');
}

function count(text: string, word: string): number {
  return text.split(word).length - 1;
}

describe('the built program, over a double of Electron', () => {
  let lines: readonly string[] = [];

  beforeAll(async () => {
    const child = spawn(process.execPath, [runner, out], {
      // A developer's server and options of Node's are offered; the program must not follow them.
      env: { PATH: process.env['PATH'], SIGHTLINE_HOME: home, ELECTRON_RENDERER_URL: 'http://127.0.0.1:5173' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const messages = [
      { id: 1, method: 'app.info', input: null },
      {
        id: 2,
        method: 'cases.create',
        input: { title: 'From the window', severity: 'low', tlp: 'amber', pap: 'amber' },
      },
      { id: 3, method: 'cases.get', input: { number: 'CASE-0001' } },
      { id: 4, method: 'indicators.count', input: { query: 'type:domain' } },
      { id: 5, method: 'process.exit', input: {} },
    ];
    child.stdin.end(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
    lines = Buffer.concat(chunks).toString('utf8').trim().split('\n');
  });

  const setUp = () => JSON.parse(lines[0] ?? '{}');
  const answer = (id: number) => JSON.parse(lines[id] ?? '{}');

  it('sets its guards before it is ready, with every option of the window stated', () => {
    const { order, options, handlers } = setUp();
    expect(order.slice(0, 2)).toEqual(['enableSandbox', 'switch:host-resolver-rules=MAP * ~NOTFOUND']);
    expect(order).toContain('lock');
    expect(options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
    expect(options.webPreferences.devTools).toBe(false);
    expect(handlers).toEqual([
      'beforeRequest',
      'bluetoothPairing',
      'device',
      'displayMedia',
      'permissionCheck',
      'permissionRequest',
      'spellChecker',
    ]);
  });

  it('has a preload that a sandbox can load: CommonJS, and nothing needed but electron', () => {
    expect(setUp()).toMatchObject({ required: ['electron'], exposed: ['workbench'], isFrozen: true });
    expect(setUp().members).toEqual(['call', 'onEvent']);
    const preload = readFileSync(setUp().options.webPreferences.preload, 'utf8');
    expect(preload).not.toMatch(/^\s*(?:import|export)\s/m);
    expect(preload.length).toBeLessThan(4_000);
  });

  it('serves the built page and all it names, under the policy', () => {
    const { page } = setUp();
    expect(page.policy).toBe(contentSecurityPolicy);
    expect(page.files.length).toBeGreaterThanOrEqual(2);
    for (const file of page.files) expect(file, file.path).toMatchObject({ status: 200 });
  });

  it('carries calls from the exposed bridge to the store behind the worker entries and back', () => {
    expect(answer(1)).toMatchObject({ id: 1, ok: true, value: { shell: 'electron' } });
    expect(answer(2)).toMatchObject({ id: 2, ok: true });
    expect(JSON.stringify(answer(3))).toContain('From the window');
    expect(answer(4)).toEqual({ id: 4, ok: true, value: { value: 0, exact: true } });
    expect(answer(5)).toMatchObject({ id: 5, ok: false, error: { code: 'input.unknownMethod' } });
  });

  it('has entries of its threads as files beside the main one', () => {
    for (const name of ['writer.js', 'reader.js', 'search.js'])
      expect(existsSync(join(out, 'main', name)), name).toBe(true);
  });
});

describe('the text of the bundles', () => {
  const main = readBundles('main');
  const preload = readBundles('preload');
  const renderer = readBundles('renderer');

  it('main uses no part of Electron that would take a guard away', () => {
    const forbidden = [
      'crashReporter',
      'setAsDefaultProtocolClient',
      'executeJavaScript',
      'openExternal',
      'openPath',
      'showItemInFolder',
      'webviewTag: true',
      'registerPreloadScript',
      'setPermissionRequestHandler(null)',
      'interceptFileProtocol',
      'loadFile(',
      'loadExtension',
      '@electron/remote',
      'remoteDebugging',
      'enableRemoteModule',
      'eval(',
      'new Function',
    ];
    expect(forbidden.filter((word) => main.includes(word))).toEqual([]);
  });

  it('nothing knows of a development server', () => {
    expect(
      [main, preload, renderer].filter((text) => /RENDERER_URL|@vite\/client|import\.meta\.hot/.test(text)),
    ).toEqual([]);
  });

  it('the page has no inline script or style and names only files of its own', () => {
    const page = readFileSync(join(out, 'renderer', 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
    for (const [, target = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g))
      expect(target).toMatch(/^\.\/assets\/[\w.-]+$/);
  });

  it('the window makes no markup and no code out of text', () => {
    const never = [
      'outerHTML',
      'insertAdjacentHTML',
      'document.write',
      'srcdoc',
      'createContextualFragment',
      'DOMParser',
    ];
    expect(never.filter((word) => renderer.includes(word))).toEqual([]);
    expect(renderer).not.toMatch(/[^\w.]eval\(/);
    // React itself knows the words; whoever used them would add to their number.
    const react = readFileSync(join(root, 'node_modules/react-dom/cjs/react-dom-client.production.js'), 'utf8');
    for (const word of ['innerHTML', 'dangerouslySetInnerHTML']) {
      expect(count(renderer, word), word).toBeLessThanOrEqual(count(react, word));
    }
    // zod's one try whether it may compile; `z.config({ jitless: true })` keeps it from being reached.
    expect(count(renderer, 'new Function')).toBeLessThanOrEqual(1);
    expect(renderer).toMatch(/jitless/);
  });
});
