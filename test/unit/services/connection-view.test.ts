import { describe, expect, it } from 'vitest';
import { viewConnection } from '#main/services/connection-view.ts';
import type { StoredConnection } from '#main/services/ports/store/connections.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { fakeStream, fakeVendor } from '../../support/fake-vendor.ts';
import { connectionId } from '../../support/store.ts';

const dayMs = 86_400_000;
const nowMs = 100 * dayMs;

function view(lastCompleteAtMs: number | null, error: SyncRun['error'] = null) {
  const run = { stream: 'all', status: 'complete', error } as Partial<SyncRun> as SyncRun;
  const stored: StoredConnection = {
    id: connectionId(1),
    name: 'Acme',
    vendor: 'acme',
    site: null,
    baseUrl: null,
    options: {},
    retentionDays: null,
    syncEveryMinutes: null,
    createdAtMs: 0,
    savedSecret: null,
    lastCompleteAtMs,
    latestRuns: [run],
  };
  const module = fakeVendor({ streams: [fakeStream('all', { memoryMs: 7 * dayMs }), fakeStream('other')] });
  return viewConnection(stored, { module, secretPlace: 'memory', isSyncing: false, nowMs }).possibleLoss;
}

describe('what a vendor may have forgotten', () => {
  it('is told before the next sync, as soon as the gap is longer than its memory', () => {
    expect(view(nowMs - 7 * dayMs)).toBeNull();
    expect(view(nowMs - 8 * dayMs)).toContain('8 days ago and the vendor remembers 7 days');
  });

  it('stays told after a sync that found such a gap', () => {
    const message = 'Records in between may be lost.';
    expect(view(nowMs, { code: 'sync.possibleLoss', message })).toBe(message);
    expect(view(nowMs, { code: 'vendor.rateLimited', message })).toBeNull();
  });

  it('is nothing where nothing was ever complete', () => {
    expect(view(null)).toBeNull();
  });
});
