/** The whole command line is killed in the middle of an export of each format: the file is the old one or the new one, whole. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exporters } from '#main/exporters/registry.ts';
import { verdicts } from '#shared/model/vocabulary.ts';
import { startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { fatalPoint, mortalArguments } from '../../support/fatal-point.ts';
import { listDescendants, readChromiumKind } from '../../support/processes.ts';
import { createSourceApp } from '../../support/source-app.ts';
import { type RunningCommand, startCommand } from './cli-process.ts';

const old = 'what was exported before\n';
const formats = exporters.map(({ id }) => id);

let folder: string;
let data: string;
/** Where the browser that prints has its files. */
let temporary: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-export-kill-'));
  data = join(folder, 'data');
  temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  process.env['TMPDIR'] = temporary;
  const emulator = await startDatadogEmulator({ size: 2_000, now: Date.now() });
  const app = createSourceApp(data);
  try {
    const { cases, connections, sync } = app.services;
    const place = { name: 'Datadog', vendor: 'datadog', site: null, baseUrl: emulator.url, options: {} };
    await connections.add({ ...place, secret: emulator.secrets, keepSecretIn: 'memory' });
    await sync.run({ connectionIds: null, streams: null, full: false });
    const { number } = await cases.create({ title: 'Killed' });
    await cases.addIndicators(number, { selection: { query: 'type:ipv4' }, comment: null, role: null });
  } finally {
    await app.stop();
    await emulator.stop();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Chromium itself makes empty files while it starts, and leaves one when it is cut off there. */
const leftOver = (): readonly string[] =>
  readdirSync(temporary).filter(
    (name) => !name.startsWith('.org.chromium.') || statSync(join(temporary, name)).size > 0,
  );

function startExport(format: string, target: string, point?: string): RunningCommand {
  const mortal = point === undefined ? [] : mortalArguments(fatalPoint(point));
  const picks = ['txt', 'openioc'].includes(format) ? ['--include-harmless', '--verdicts', verdicts.join(',')] : [];
  const words = ['export', 'CASE-0001', '--format', format, '--out', target, '--yes', ...picks];
  return startCommand(data, words, '', mortal);
}

/** @returns whether it was killed. */
async function exportOnce(format: string, target: string, point?: string): Promise<boolean> {
  const { status, stderr } = await startExport(format, target, point).finished;
  if (status !== null && status !== 0) throw new Error(stderr);
  return status === null;
}

/** Times of making are all of one length, and packed files check themselves. */
function isWhole(found: Buffer, undisturbed: Buffer): boolean {
  if (undisturbed.subarray(0, 2).toString('latin1') !== 'PK') return found.length === undisturbed.length;
  const [names, expected] = [found, undisturbed].map((bytes) => Object.keys(unzipSync(bytes)));
  return String(names) === String(expected);
}

async function killAt(format: string, point: string, after: 'old' | 'new'): Promise<void> {
  const place = mkdtempSync(join(folder, 'place-'));
  const target = join(place, 'report.out');
  writeFileSync(target, old);
  expect(await exportOnce(format, target, point), point).toBe(true);
  const found = readFileSync(target);
  expect(found.equals(Buffer.from(old)), point).toBe(after === 'old');
  // The next one is not hindered, and takes what the killed one left along.
  expect(await exportOnce(format, target)).toBe(false);
  const undisturbed = readFileSync(target);
  expect(undisturbed.length).toBeGreaterThan(400);
  if (after === 'new') expect(isWhole(found, undisturbed), point).toBe(true);
  expect(readdirSync(place)).toEqual(['report.out']);
  expect(leftOver()).toEqual([]);
}

describe.each(formats)('%s', (format) => {
  it('is the old file until it has its name, and the new one from then on', { timeout: 120_000 }, async () => {
    await killAt(format, 'before rename', 'old');
    await killAt(format, 'after rename', 'new');
  });
});

it.each<[string, 'old' | 'new']>([
  ['after createFile', 'old'],
  ['after writeFile', 'old'],
  ['before fsync', 'old'],
  ['after fsync', 'old'],
  ['after fsync 2', 'new'],
])('ended %s it is the %s file', { timeout: 120_000 }, async (point, after) => {
  await killAt('csv', point, after);
});

it('killed while the browser prints, the file is the old one, the browser ends and its folder goes', {
  timeout: 120_000,
}, async () => {
  const place = mkdtempSync(join(folder, 'place-'));
  const target = join(place, 'report.pdf');
  writeFileSync(target, old);
  const { child, finished } = startExport('pdf', target);
  const below = (): readonly number[] => listDescendants(child.pid ?? 0);
  // Its renderer is there when it is about to read the report.
  await expect.poll(() => below().map(readChromiumKind), { interval: 5 }).toContain('renderer');
  const browsers = below();
  child.kill('SIGKILL');
  expect(await finished).toMatchObject({ status: null });
  expect(readFileSync(target, 'utf8')).toBe(old);
  await expect.poll(() => browsers.map(readChromiumKind).filter((kind) => kind !== 'ended')).toEqual([]);
  expect(leftOver()).toHaveLength(1);

  expect(await exportOnce('pdf', target)).toBe(false);
  expect(readFileSync(target).subarray(0, 5).toString()).toBe('%PDF-');
  expect(readdirSync(place)).toEqual(['report.pdf']);
  expect(leftOver()).toEqual([]);
});
