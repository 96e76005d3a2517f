import fs, { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetFindings, HealthRecord } from '#main/db/gateway/health-record.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

let dataFolder: string;
let file: string;
let logger: MemoryLogger;
const clock = new FakeClock();

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sightline-health-'));
  file = join(dataFolder, 'leases', 'findings');
  logger = new MemoryLogger();
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

const open = (): HealthRecord => new HealthRecord({ dataFolder, clock, logger });
const damaged = { kind: 'damaged', detail: 'row 7 missing from index' } as const;
const cutShort = { kind: 'logCutShort', detail: 'ends at frame 12' } as const;

it('knows of nothing at first, and writes nothing', () => {
  expect(open().read()).toEqual([]);
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
});

it('keeps what was reported, with its time and the entry of the log, for whoever opens the data folder next', () => {
  open().report(damaged);
  const found = { ...damaged, foundAtMs: clock.nowMs(), reference: 'ref-1' };
  expect(logger.entries).toMatchObject([
    { event: 'store.damaged', error: { code: 'storage.corrupt' }, fields: { findings: damaged.detail } },
  ]);
  expect(open().read()).toEqual([found]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('takes findings of several kinds, one of each: what was said last, since when it is so', () => {
  const record = open();
  const sinceMs = clock.nowMs();
  record.report(damaged);
  clock.advance(60_000);
  record.report(cutShort);
  record.report({ ...damaged, detail: 'more' });
  expect(record.read()).toMatchObject([
    { kind: 'logCutShort', reference: 'ref-2', foundAtMs: sinceMs + 60_000 },
    { kind: 'damaged', reference: 'ref-3', foundAtMs: sinceMs, detail: 'more' },
  ]);
  expect(logger.entries.map(({ event }) => event)).toEqual(['store.damaged', 'store.logCutShort', 'store.damaged']);
});

it('tells whoever listens of each change, and of nothing else', () => {
  const record = open();
  const told: StoreHealth[] = [];
  const leave = record.onChange((health) => told.push(health));
  record.report(damaged);
  record.clear(['logCutShort']);
  record.clear(['damaged']);
  leave();
  record.report(damaged);
  expect(told).toMatchObject([[damaged], []]);
});

it('is told what another process found and put right', () => {
  const [here, there] = [open(), open()];
  there.report(damaged);
  expect(here.read()).toMatchObject([damaged]);
  forgetFindings(dataFolder);
  expect(here.read()).toEqual([]);
});

it('keeps what is reported while another process reports, too', () => {
  const [here, there] = [open(), open()];
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    fs.renameSync = renameSync;
    syncBuiltinESMExports();
    there.report(cutShort);
    renameSync(from, to);
  };
  syncBuiltinESMExports();
  here.report(damaged);
  expect(logger.entries.map(({ event }) => event)).toEqual(['store.damaged', 'store.logCutShort']);
  expect(open().read()).toMatchObject([damaged]);
});

it('cuts what was found where it is long', () => {
  const record = open();
  record.report({ kind: 'damaged', detail: 'x'.repeat(100_000) });
  expect(record.read()[0]?.detail).toHaveLength(1_000);
  expect(readFileSync(file).length).toBeLessThan(2_000);
});

describe('a record that cannot be', () => {
  it('read is damage without words, not health', () => {
    const record = open();
    record.report(damaged);
    const long = JSON.stringify([{ ...damaged, detail: 'x'.repeat(100_000), foundAtMs: 1, reference: null }]);
    for (const text of ['', '[{"kind":', '{}', '[]', '[{"kind":"other"}]', long]) {
      writeFileSync(file, text);
      expect(open().read(), text.slice(0, 20)).toEqual([
        { kind: 'damaged', detail: '', foundAtMs: Math.round(statSync(file).mtimeMs), reference: null },
      ]);
    }
    record.clear(['damaged']);
    expect(open().read()).toEqual([]);
  });

  it('there, since a folder has its name, says nothing', () => {
    mkdirSync(file, { recursive: true });
    expect(open().read()).toEqual([]);
    forgetFindings(dataFolder);
  });

  it('written is held in memory', () => {
    writeFileSync(join(dataFolder, 'leases'), 'in the way of the folder');
    const record = open();
    record.report(damaged);
    expect(record.read()).toMatchObject([damaged]);
    expect(logger.entries.map(({ event }) => event)).toEqual(['store.damaged', 'store.findingsNotKept']);
    record.clear(['damaged']);
    expect(record.read()).toEqual([]);
    rmSync(join(dataFolder, 'leases'));
    record.report(cutShort);
    expect(record.read()).toMatchObject([cutShort]);
  });
});

it('a good check ends the damage, and not what the log had lost', () => {
  const record = open();
  record.report(damaged);
  record.report(cutShort);
  record.noteCheck('ok');
  expect(record.read()).toMatchObject([cutShort]);
});
