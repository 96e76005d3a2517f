import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { schemeRegistration, serveRenderer } from '../../src/main/shell/electron/protocol.ts';
import { listRendererFiles } from '../../src/main/shell/renderer-files.ts';

const top = mkdtempSync(join(tmpdir(), 'sightline-files-'));
const folder = join(top, 'renderer');
mkdirSync(join(folder, 'assets'), { recursive: true });
writeFileSync(join(top, 'secret.html'), 'canary');
writeFileSync(join(folder, 'index.html'), 'page');
writeFileSync(join(folder, 'assets', 'index.js'), 'script');
writeFileSync(join(folder, 'assets', 'index.js.map'), 'canary');
writeFileSync(join(folder, '.sightline-build'), 'canary');
symlinkSync(join(top, 'secret.html'), join(folder, 'assets', 'link.html'));

afterAll(() => rmSync(top, { recursive: true, force: true }));

type Serve = (request: Request) => Response | Promise<Response>;

function registerHandler(): Serve {
  let serve: Serve | undefined;
  const protocol = {
    handle: (_scheme: string, handler: Serve) => {
      serve = handler;
    },
  };
  // The one function of Electron's protocol object that our code calls.
  serveRenderer(protocol as unknown as Parameters<typeof serveRenderer>[0], listRendererFiles(folder));
  if (serve === undefined) throw new Error('Nothing was registered.');
  return serve;
}

const up = [
  '..',
  '%2e%2e',
  '%2E.',
  '.%2e',
  '..;',
  '..\\',
  '..%5c',
  '%252e%252e',
  '..%c0%af',
  '%uff0e%uff0e',
  '\u2025',
  '．．',
];
const targets = ['secret.html', 'secret.html%00.js', 'secret.html?.js', 'secret.html#.js'];
const climbs = up.flatMap((step) =>
  targets.flatMap((target) => [`/${step}/${target}`, `/assets/${step}/${step}/${target}`, `//${step}/${target}`]),
);
const others = [
  '/assets',
  '/assets/',
  '/assets/link.html',
  '/assets/index.js.map',
  '/.sightline-build',
  '/index.html/',
  '/index.html%00',
  '/index.html%2f',
  '/INDEX.HTML',
  '/index.html::$DATA',
  '/index.html.',
  '/./index.html/..%2findex.html',
  '/assets%2findex.js',
  '/assets\\index.js/',
  `/${top}/secret.html`,
  `/${encodeURIComponent(join(top, 'secret.html'))}`,
  '/C:/Windows/win.ini',
  '/file:///etc/passwd',
  '/proc/self/environ',
  '/CON',
  '/__proto__',
  '/constructor',
  '/hasOwnProperty',
  `/${'a'.repeat(100_000)}`,
  `/${'../'.repeat(10_000)}etc/passwd`,
];
const foreign = [
  'app://sightline.evil.example/index.html',
  'app://user:secret@sightline/index.html',
  'app://sightline:80/index.html',
  'app://SIGHTLINE.example/index.html',
  'app:///index.html',
  'app:index.html',
  'https://sightline/index.html',
  'file:///etc/passwd',
];

describe('files of the window', () => {
  const serve = registerHandler();

  it('are served by their exact names', async () => {
    for (const [path, text] of [
      ['/index.html', 'page'],
      ['/', 'page'],
      ['/assets/index.js', 'script'],
    ] as const) {
      const answer = await serve(new Request(`app://sightline${path}`));
      expect([answer.status, await answer.text()], path).toEqual([200, text]);
    }
  });

  it(`are found by no other spelling (${climbs.length + others.length} paths)`, async () => {
    for (const path of [...climbs, ...others]) {
      const answer = await serve({ method: 'GET', url: `app://sightline${path}` } as Request);
      const text = await answer.text();
      expect(text, path).not.toContain('canary');
      // What URL parsing brings back to a listed name is that file; all else is not there.
      if (answer.status !== 404) expect([answer.status, text], path).toEqual([200, 'page']);
      expect(answer.headers.get('content-security-policy'), path).toContain("default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  it('are for our own origin and for reading only', async () => {
    for (const url of foreign) expect((await serve({ method: 'GET', url } as Request)).status, url).toBe(404);
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
      expect((await serve({ method, url: 'app://sightline/index.html' } as Request)).status, method).toBe(404);
    }
  });

  // Chromium's own obedience is tried in `e2e/guards.e2e.ts`; here a word that is missing is told by its name.
  it.each([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])('are sent with a policy that says %s once', async (directive) => {
    const answer = await serve(new Request('app://sightline/index.html'));
    const policy = answer.headers.get('content-security-policy')?.split('; ') ?? [];
    const [name] = directive.split(' ');
    expect(policy.filter((one) => one.split(' ')[0] === name)).toEqual([directive]);
  });

  it.each([
    ['x-content-type-options', 'nosniff'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['referrer-policy', 'no-referrer'],
    ['cache-control', 'no-store'],
  ])('are sent with %s: %s, found or not', async (name, value) => {
    for (const path of ['index.html', 'none.html']) {
      const answer = await serve(new Request(`app://sightline/${path}`));
      expect(answer.headers.get(name), path).toBe(value);
    }
  });

  it('belong to a scheme without rights beyond a secure origin', () => {
    expect(schemeRegistration).toEqual({
      scheme: 'app',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: false,
        bypassCSP: false,
        allowServiceWorkers: false,
      },
    });
  });
});
