import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scheduleFileCheck } from '#main/db/gateway/file-check.ts';
import type { ReaderPort } from '#main/db/gateway/ports.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const delayMs = 5_000;

let dataFolder: string;
let stamp: string;
let logger: MemoryLogger;
let asked: number;
let found: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sightline-check-'));
  stamp = join(dataFolder, 'leases', 'last-check');
  mkdirSync(join(dataFolder, 'leases'));
  logger = new MemoryLogger();
  [asked, found] = [0, 'ok'];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataFolder, { recursive: true });
});

/** A reader that says what `found` says; only `read` is called. */
const reader = {
  read: async () => {
    asked += 1;
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

async function pass(): Promise<() => void> {
  const callOff = scheduleFileCheck({ reader, dataFolder, logger });
  await vi.advanceTimersByTimeAsync(delayMs);
  return callOff;
}

it('is made where none was made yet, once the first questions had their time', async () => {
  scheduleFileCheck({ reader, dataFolder, logger });
  await vi.advanceTimersByTimeAsync(delayMs - 1);
  expect(asked).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(1);
  expect(statSync(stamp).mode & 0o777).toBe(0o600);
});

it('is not made again within a week', async () => {
  checkedBefore(6.9);
  await pass();
  expect(asked).toBe(0);
});

it('is made again after a week, and counts from then', async () => {
  const before = checkedBefore(7.1);
  await pass();
  expect(asked).toBe(1);
  expect(statSync(stamp).mtimeMs).toBeGreaterThan(before + 7 * dayMs);
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

it('is called off by a process that ends before', async () => {
  scheduleFileCheck({ reader, dataFolder, logger })();
  await vi.advanceTimersByTimeAsync(2 * delayMs);
  expect(asked).toBe(0);
});
