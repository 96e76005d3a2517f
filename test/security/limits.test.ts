import { expect, it } from 'vitest';
import { limits as documentLimits, threadLimits } from '#main/documents/limits.ts';
import { defaultHttpLimits } from '#main/platform/http/limits.ts';
import { logSize } from '#main/platform/json-log.ts';
import { keychainLimits } from '#main/platform/keytar-credential-store.ts';
import { leastFreeBytes } from '#main/services/sync/free-space.ts';
import { longestWaitMs } from '#main/vendors/kit/rate-budget.ts';
import { defaultRetryRules } from '#main/vendors/kit/retry-rules.ts';
import {
  callsInFlightLimit,
  callsPerSecondLimit,
  messageDepthLimit,
  messageLengthLimit,
} from '#shared/contract/envelope.ts';

// The tests of each place hold that its limit is kept, mostly with smaller ones; this one holds what the limits are.

it('a call of a vendor may cost what the rules say', () => {
  expect(defaultHttpLimits).toEqual({
    connectMs: 10_000,
    headersMs: 30_000,
    silenceMs: 30_000,
    paceWindowMs: 30_000,
    leastBytesPerSecond: 1_024,
    wholeCallMs: 120_000,
    headerBytes: 32_768,
    wireBytes: 33_554_432,
    decodedBytes: 67_108_864,
    ratio: 200,
    ratioFreeBytes: 1_048_576,
  });
  expect(defaultRetryRules.tries).toBe(5);
  expect(longestWaitMs).toBe(900_000);
});

it('a window may send what the rules say', () => {
  expect(messageLengthLimit).toBe(1_048_576);
  expect(messageDepthLimit).toBe(32);
  expect(callsInFlightLimit).toBe(64);
  expect(callsPerSecondLimit).toBe(200);
});

it('a document may cost what the rules say', () => {
  expect(documentLimits).toMatchObject({ inputBytes: 67_108_864, archiveEntries: 200, unpackedBytes: 268_435_456 });
  expect(threadLimits).toEqual({ limitMs: 60_000, heapMb: 1_024 });
});

it('the log takes five files of 5 MB, and a sync leaves 200 MB of the disk free', () => {
  expect(logSize).toEqual({ fileCount: 5, fileBytes: 5_000_000 });
  expect(leastFreeBytes).toBeGreaterThanOrEqual(200_000_000);
  expect(leastFreeBytes).toBeLessThan(220_000_000);
});

it('nobody waits longer than 10 seconds for the keychain', () => {
  expect(keychainLimits).toEqual({ callMs: 10_000, promptMs: 60_000 });
});
