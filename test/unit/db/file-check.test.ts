import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scheduleFileCheck } from '#main/db/gateway/file-check.ts';
import { HealthRecord } from '#main/db/gateway/health-record.ts';
import type { ReaderPort } from '#main/db/gateway/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const delayMs = 5_000;

let dataFolder: string;
let stamp: string;
let logger: MemoryLogger;
let asked: number;
/** Undefined where it is put off. */
let found: string | Error | undefined;
let health: HealthRecord;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sightline-check-'));
  stamp = join(dataFolder, 'leases', 'last-check');
  mkdirSync(join(dataFolder, 'leases'));
  logger = new MemoryLogger();
  health = new HealthRecord({ dataFolder, clock: new FakeClock(), logger });
  [asked, found] = [0, 'ok'];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataFolder, { recursive: true });
});

/** A reader that says what `found` says, or fails with it; only `read` is called. */
const reader = {
  read: async () => {
    asked += 1;
    if (found instanceof Error) throw found;
    if (found === undefined) return { kind: 'due' };
    return { kind: 'answer', durationMs: 1, output: { check: found } };
  },
} as unknown as ReaderPort;

/** A check of so many days ago. */
function checkedBefore(days: number): number {
  writeFileSync(stamp, '');
  const atMs = Date.now() - days * dayMs;
  utimesSync(stamp, atMs / 1_000, atMs / 1_000);
  return statSync(stamp).mtimeMs;
}

async function pass(): Promise<void> {
  scheduleFileCheck({ reader, dataFolder, logger, health });
  await vi.advanceTimersByTimeAsync(delayMs);
}

it('is made where none was made yet, once the first questions had their time', async () => {
  scheduleFileCheck({ reader, dataFolder, logger, health });
  await vi.advanceTimersByTimeAsync(delayMs - 1);
  expect(asked).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(1);
  expect(statSync(stamp).mode & 0o777).toBe(0o600);
});

it('is not made again within a day', async () => {
  checkedBefore(0.95);
  await pass();
  expect(asked).toBe(0);
});

it('is made every day while the store is open', async () => {
  scheduleFileCheck({ reader, dataFolder, logger, health });
  await vi.advanceTimersByTimeAsync(delayMs);
  for (let day = 1; day < 4; day += 1) {
    await vi.advanceTimersByTimeAsync(dayMs - 1);
    expect(asked).toBe(day);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toBe(day + 1);
  }
});

it('is made within a day where the clock was ahead when it was made last', async () => {
  checkedBefore(-10);
  scheduleFileCheck({ reader, dataFolder, logger, health });
  await vi.advanceTimersByTimeAsync(dayMs);
  expect(asked).toBe(1);
});

it('says nothing of the file where it was put off, and does not count as one', async () => {
  found = undefined;
  await pass();
  expect([asked, existsSync(stamp), health.read(), logger.entries]).toEqual([1, false, [], []]);
});

it('is made within a day where a writer did not end well, whose mark stays until it was good', async () => {
  checkedBefore(0.5);
  const mark = join(dataFolder, 'leases', 'writer-999999999-1.open');
  writeFileSync(mark, JSON.stringify({ pid: 999_999_999, startedAtMs: 1 }));
  found = 'row 7 missing from index';
  await pass();
  expect([asked, existsSync(mark)]).toEqual([1, true]);
  health.clear(['damaged']);
  found = 'ok';
  await pass();
  expect([asked, existsSync(mark)]).toEqual([2, false]);
});

it('is made within a day where the file was found damaged', async () => {
  checkedBefore(0.5);
  health.report({ kind: 'damaged', detail: 'row 7 missing from index' });
  await pass();
  expect(asked).toBe(1);
});

it('is made again after a day, and counts from then', async () => {
  const before = checkedBefore(1.05);
  await pass();
  expect(asked).toBe(1);
  expect(statSync(stamp).mtimeMs).toBeGreaterThan(before + dayMs);
  await pass();
  expect(asked).toBe(1);
  expect(logger.entries).toEqual([]);
});

it('tells a damaged file in the log, and is made again at the next start', async () => {
  found = 'row 7 missing from index';
  await pass();
  expect(logger.entries).toMatchObject([{ event: 'store.damaged', fields: { findings: found } }]);
  expect(existsSync(stamp)).toBe(false);
  await pass();
  expect(asked).toBe(2);
});

it('tells the health of a damaged file, which stays so until a check was good', async () => {
  found = 'row 7 missing from index';
  await pass();
  const damaged = [{ kind: 'damaged', detail: found }];
  expect(health.read()).toMatchObject(damaged);
  // A check of today is no reason to leave it at that.
  checkedBefore(0);
  await pass();
  expect([asked, health.read()]).toMatchObject([2, damaged]);
  found = 'ok';
  await pass();
  expect(health.read()).toEqual([]);
  await pass();
  expect(asked).toBe(3);
});

it('a good one does not bring back what the log had lost', async () => {
  health.report({ kind: 'logCutShort', detail: 'ends at frame 12' });
  await pass();
  expect([asked, health.read()]).toMatchObject([1, [{ kind: 'logCutShort' }]]);
  await pass();
  expect(asked).toBe(1);
});

it('takes a file that is too damaged to be checked for damaged', async () => {
  found = new AppError('storage.corrupt', 'The database file is damaged.');
  await pass();
  expect(health.read()).toMatchObject([{ kind: 'damaged', detail: 'The database file is damaged.' }]);
});

it('says nothing of the file where it could not be made', async () => {
  found = new AppError('storage.busy', 'Too slow.');
  await pass();
  expect(logger.entries).toMatchObject([{ event: 'store.notChecked', error: found }]);
  expect(health.read()).toEqual([]);
});

it('is made once where a question met damage, not for each that does', async () => {
  checkedBefore(1);
  const check = scheduleFileCheck({ reader, dataFolder, logger, health });
  for (let turn = 0; turn < 3; turn += 1) {
    check.metDamage();
    check.metDamage();
    await vi.advanceTimersByTimeAsync(2 * delayMs);
    expect(asked).toBe(1);
  }
});

it('is made again where damage is met after a good one', async () => {
  const check = scheduleFileCheck({ reader, dataFolder, logger, health });
  await vi.advanceTimersByTimeAsync(delayMs);
  check.metDamage();
  await vi.advanceTimersByTimeAsync(delayMs);
  expect(asked).toBe(2);
});

it('is called off by a process that ends before', async () => {
  scheduleFileCheck({ reader, dataFolder, logger, health }).cancel();
  await vi.advanceTimersByTimeAsync(2 * delayMs);
  expect(asked).toBe(0);
});
