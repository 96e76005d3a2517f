/** The Chromium shell as a process that cannot open its window: said in words, with a status, and nothing left running. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import { type LaunchOptions, launchBrowser } from '#main/shell/chromium/launch.ts';
import { openChromiumWindow } from '#main/shell/chromium/open-window.ts';
import type { Workbench } from '#main/shell/workbench.ts';
import { listDescendants, readChromiumKind } from '../../support/processes.ts';

const entry = fileURLToPath(new URL('../../../src/main/shell/chromium/main.ts', import.meta.url));
let root: string;
let home: string;
let programs: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sightline-start-'));
  home = join(root, 'data');
  programs = join(root, 'bin');
  mkdirSync(programs);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Starts the shell where only the programs of the test are to be found. It ends by itself only when its threads were stopped. */
async function start(): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: programs, HOME: root, SIGHTLINE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { status, stdout, stderr };
}

/** Stands in for the browser: says what the real one says, and ends as it does. */
function installBrowser(said: string, status: number): void {
  const file = join(programs, 'chromium');
  writeFileSync(file, `#!/bin/sh\necho '${said}' >&2\nexit ${status}\n`);
  chmodSync(file, 0o755);
}

/** Starts it, and takes the last line off what it says: that has to lead into the log. */
async function failStart(): ReturnType<typeof start> {
  const ended = await start();
  const [line = '', reference = ''] =
    /^ {2}\((?:storage|state)\.\w+, in the log as (\w{10})\)\n$/m.exec(ended.stderr) ?? [];
  expect(line, ended.stderr).not.toBe('');
  expect(readFileSync(join(home, 'logs', 'sightline.log'), 'utf8')).toContain(`"reference":"${reference}"`);
  return { ...ended, stderr: ended.stderr.replace(line, '') };
}

describe('a Chromium window that cannot open', () => {
  it('names a database that is not ours, and leaves it alone', async () => {
    mkdirSync(home);
    writeFileSync(join(home, 'sightline.db'), 'These are notes of somebody, not a database.');
    expect(await failStart()).toEqual({
      status: 5,
      stdout: '',
      stderr:
        'sightline: The database file in the data folder is not one of Sightline.\n' +
        '  Use another data folder, or move that file away. It was not changed.\n',
    });
    expect(readFileSync(join(home, 'sightline.db'), 'utf8')).toContain('notes of somebody');
  });

  it('names the browser that is missing', async () => {
    expect(await failStart()).toEqual({
      status: 1,
      stdout: '',
      stderr: 'sightline: No Chromium was found.\n  Install the package "chromium", or Chrome or Edge.\n',
    });
  });

  // Recorded from Chromium 156 on Linux.
  it.each<[what: string, said: string, status: number, shown: string]>([
    [
      'a second start on one data folder',
      '[1:1:1121/090115:ERROR:chrome_main_delegate.cc:624] Failed to create a ProcessSingleton for your profile directory.',
      21,
      'sightline: Sightline is open already.\n' +
        '  Go to its window. A second one needs a data folder of its own: set SIGHTLINE_HOME.\n',
    ],
    [
      'a missing display',
      '[1:1:1121/090116:ERROR:ozone_platform_x11.cc:257] Missing X server or $DISPLAY',
      1,
      'sightline: There is no display to open a window on.\n' +
        '  Without one, use the command line: npm run -s cli -- --help\n',
    ],
    [
      'a browser that ends at once',
      'trace trap',
      133,
      'sightline: Chromium did not start, so there is no window.\n' +
        '  See whether it starts by itself; what it said is in the log.\n',
    ],
  ])('names %s, and keeps the rest for the log', async (_what, said, status, shown) => {
    installBrowser(said, status);
    expect(await failStart()).toEqual({ status: 1, stdout: '', stderr: shown });
    expect(readFileSync(join(home, 'logs', 'sightline.log'), 'utf8')).toContain('chromium.failed');
  });

  it('is no failure where somebody closed it while the workbench was starting', async () => {
    const launch: LaunchOptions = {
      executablePath: findBrowser(process.platform, process.env['PATH'] ?? ''),
      profileFolder: join(root, 'profile'),
      headless: true,
      isRoot: process.getuid?.() === 0,
    };
    const launched = vi.spyOn(chromium, 'launchPersistentContext');
    onTestFinished(() => launched.mockRestore());
    const isOurs = (id: number): boolean => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(launch.profileFolder);
    const startWorkbench = async (): Promise<Workbench> => {
      const browsers = (): readonly number[] =>
        listDescendants(process.pid).filter((id) => readChromiumKind(id) === 'browser' && isOurs(id));
      await expect.poll(() => browsers().length, { timeout: 20_000 }).toBeGreaterThan(0);
      // Until its first page is there it is still being started, and its end is one of the start.
      await launched.mock.results[0]?.value;
      for (const id of browsers()) process.kill(id);
      await expect.poll(() => browsers().length, { timeout: 20_000 }).toBe(0);
      return { dispatch: async () => '', onEvent: () => () => undefined, stop: async () => undefined };
    };
    await expect(openChromiumWindow({ launch, files: () => undefined, startWorkbench })).rejects.toMatchObject({
      code: 'internal.cancelled',
    });
  });

  it('knows a profile in use from what the real browser says', async () => {
    const launch: LaunchOptions = {
      executablePath: findBrowser(process.platform, process.env['PATH'] ?? ''),
      profileFolder: join(root, 'profile'),
      headless: true,
      isRoot: process.getuid?.() === 0,
    };
    const first = await launchBrowser(launch);
    try {
      await expect(launchBrowser(launch)).rejects.toMatchObject({
        code: 'state.conflict',
        message: 'Sightline is open already.',
      });
    } finally {
      await first.close();
    }
  });
});
