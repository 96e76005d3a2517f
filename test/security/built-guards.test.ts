/** The guards of Electron's side as they were built: what the bundler made of them is what is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

const home = mkdtempSync(join(tmpdir(), 'sightline-guards-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function start(switches: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
  const runner = join(projectRoot, 'test', 'support', 'built-guards.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [runner, join(projectRoot, 'out'), ...switches], {
    env: { PATH: process.env['PATH'], SIGHTLINE_HOME: home, ...environment },
    encoding: 'utf8',
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? stderr);
}

describe('the built program', () => {
  let told: ReturnType<typeof start>;
  beforeAll(() => {
    told = start();
  });

  it('never leaves its page, opens no other, loads nothing down', () => {
    const { navigation, opened, downloads } = told.guards;
    expect({ navigation, opened, downloads }).toEqual({
      navigation: [true, true, true, true],
      opened: { action: 'deny' },
      downloads: true,
    });
  });

  it('grants writing text to the clipboard to its own page, and nothing else to anybody', () => {
    expect(told.guards.permissions).toEqual([true, false, false, false, false, false, false]);
    expect(told.guards.foreign).toBe(false);
  });

  it('trusts no bad certificate and answers no login', () => {
    expect([told.guards.certificate, told.guards.login]).toEqual([true, true]);
  });

  /** `Not found`, and no byte of a file. */
  const notFound = { status: 404, bytes: 'Not found'.length, policy: true };

  it('gives out the files of the window by their names, and under no other spelling or host', () => {
    const [[, page], ...others] = told.guards.files;
    expect(page).toEqual({ status: 200, bytes: expect.any(Number), policy: true });
    expect(page.bytes).toBeGreaterThan(100);
    for (const [path, answer] of others) expect([path, answer]).toEqual([path, notFound]);
    expect(told.guards.elsewhere).toEqual(notFound);
  });

  it('cancels every request of the session that is not for its own files', () => {
    const cancelled = told.guards.cancelled.filter(
      ([, answer]: [string, { cancel?: boolean }]) => answer?.cancel === true,
    );
    expect(cancelled.map(([url]: [string]) => url)).toEqual([
      'file:///etc/passwd',
      'data:text/html,x',
      'blob:app://sightline/x',
      'http://127.0.0.1/',
      'https://evil.example/',
      'wss://evil.example/',
    ]);
  });

  it('shows itself when it is started a second time, and does nothing with what the second one was given', () => {
    expect(told.guards.second).toEqual({ windows: 0, isFocused: true });
  });

  it('quits without a window when another one holds the lock', () => {
    const second = start([], { SIGHTLINE_TEST_LOCKED: '1' });
    expect(second.order).toContain('quit');
    expect(second.windows).toBe(0);
  });

  it.each([
    '--inspect',
    '--inspect-brk=9229',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--no-sandbox',
    '--disable-web-security',
    '--load-extension=/tmp/x',
    '--proxy-server=evil.example:8080',
  ])('ends by name when it is started with %s', (name) => {
    const { order, windows } = start([name]);
    expect(windows).toBe(0);
    expect(order.filter((entry: string) => entry.startsWith('exit:'))).not.toEqual([]);
    expect(order.find((entry: string) => entry.startsWith('errorBox:'))).toContain(name.split('=')[0]);
  });
});
