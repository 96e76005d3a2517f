/** The Chromium shell's own process is killed while its window exports: no half file has a name, and the next start goes on. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import type { ExportInput } from '#shared/contract/schemas.ts';
import { fatalPoint, mortalArguments } from '../../support/fatal-point.ts';
import { listDescendants, readChromiumKind } from '../../support/processes.ts';
import { createSourceApp } from '../../support/source-app.ts';

const entry = fileURLToPath(new URL('../../../src/main/shell/chromium/main.ts', import.meta.url));
const exportOf = (format: string): ExportInput => ({
  format,
  scope: { case: 'CASE-0001' },
  tlp: null,
  defang: false,
  includeRaw: false,
});

let folder: string;
let data: string;
let temporary: string;
let programs: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-window-kill-'));
  [data, temporary, programs] = ['data', 'tmp', 'bin'].map((name) => join(folder, name)) as [string, string, string];
  for (const place of [temporary, programs]) mkdirSync(place);
  // The real browser, without a screen and with a second way in, by which the test uses the window.
  const browser = findBrowser(process.platform, process.env['PATH'] ?? '');
  const stand = join(programs, 'chromium');
  writeFileSync(stand, `#!/bin/sh\nexec ${browser} --headless --remote-debugging-port=0 "$@"\n`);
  chmodSync(stand, 0o755);
  const app = createSourceApp(data);
  try {
    const { number } = await app.services.cases.create({ title: 'Killed' });
    await app.services.cases.addNote(number, 'What was seen. '.repeat(2_000));
  } finally {
    await app.stop();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface RunningShell {
  readonly child: ChildProcess;
  /** Has the window write a file. */
  export(format: string): Promise<{ readonly ok: boolean }>;
  /** Resolves with the signal that ended the process. */
  readonly ended: Promise<NodeJS.Signals | null>;
}

async function startShell(mortal: readonly string[] = []): Promise<RunningShell> {
  const portFile = join(data, 'chromium-profile', 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const child = spawn(process.execPath, [...mortal, entry], {
    env: {
      PATH: `${programs}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      TMPDIR: temporary,
      SIGHTLINE_HOME: data,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('close', (_status, signal) => resolve(signal));
  });
  await expect.poll(() => existsSync(portFile) && readFileSync(portFile, 'utf8').includes('\n')).toBe(true);
  const [port] = readFileSync(portFile, 'utf8').split('\n');
  const window = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = window.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('The window has no page.');
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
  return {
    child,
    ended,
    export: async (format) => {
      const text = JSON.stringify({ id: 1, method: 'exports.write', input: exportOf(format) });
      return JSON.parse(await page.evaluate((sent) => Reflect.get(globalThis, 'workbench').call(sent), text));
    },
  };
}

/** Chromium itself makes empty files while it starts, and leaves one when it is cut off there. */
const leftOver = (): readonly string[] =>
  readdirSync(temporary).filter(
    (name) => !name.startsWith('.org.chromium.') || statSync(join(temporary, name)).size > 0,
  );

const written = (): readonly string[] => readdirSync(join(data, 'exports')).sort();
const seen = (): readonly string[] => written().filter((name) => !name.startsWith('.'));

/** The next start has the same data, exports, and takes along what the killed one left. */
async function expectToGoOn(format: string): Promise<string> {
  const database = new Sqlite(join(data, 'sightline.db'), { readonly: true });
  expect(database.pragma('quick_check', { simple: true })).toBe('ok');
  database.close();
  const earlier = seen();
  const shell = await startShell();
  expect(await shell.export(format)).toMatchObject({ ok: true });
  shell.child.kill('SIGTERM');
  expect(await shell.ended).toBeNull();
  const fresh = written().filter((name) => !earlier.includes(name));
  expect(fresh).toHaveLength(1);
  expect(written()).toEqual(seen());
  expect(leftOver()).toEqual([]);
  const file = join(data, 'exports', fresh[0] ?? '');
  const text = readFileSync(file, 'latin1');
  rmSync(file);
  return text;
}

describe('the process behind the window, killed in an export,', () => {
  it.each([
    ['after createFile', 0],
    ['after writeFile', 0],
    ['before rename', 0],
    ['after rename', 1],
  ])('%s, leaves %i files with a name, whole', { timeout: 120_000 }, async (point, files) => {
    const shell = await startShell(mortalArguments(fatalPoint(point), 'main'));
    // The page loses its other end, or the browser is faster and gone.
    await Promise.race([shell.export('markdown').catch(() => undefined), shell.ended]);
    expect(await shell.ended).toBe('SIGKILL');
    const [name, ...others] = seen();
    expect(name === undefined ? 0 : 1 + others.length).toBe(files);
    const found = name === undefined ? undefined : readFileSync(join(data, 'exports', name), 'latin1');
    const undisturbed = await expectToGoOn('markdown');
    if (name !== undefined) {
      expect(found).toBe(undisturbed);
      rmSync(join(data, 'exports', name));
    }
  });

  it('while a browser prints, leaves no file, and neither browser nor profile', { timeout: 120_000 }, async () => {
    const shell = await startShell();
    const below = (): readonly number[] => listDescendants(shell.child.pid ?? 0);
    const browsers = (): readonly number[] => below().filter((id) => readChromiumKind(id) === 'browser');
    const before = browsers().length;
    const exporting = shell.export('pdf').catch(() => undefined);
    await expect.poll(() => browsers().length, { interval: 5 }).toBeGreaterThan(before);
    const started = below();
    shell.child.kill('SIGKILL');
    expect(await shell.ended).toBe('SIGKILL');
    await exporting;
    expect(seen()).toEqual([]);
    await expect.poll(() => started.map(readChromiumKind).filter((kind) => kind !== 'ended')).toEqual([]);
    expect((await expectToGoOn('pdf')).slice(0, 5)).toBe('%PDF-');
  });
});
