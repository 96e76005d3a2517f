import { describe, expect, it, vi } from 'vitest';
import { createCareService } from '#main/services/care-service.ts';
import type { DataCare } from '#main/services/ports/data-care.ts';

function setUp(care: Partial<DataCare>) {
  const order: string[] = [];
  const service = createCareService({
    store: {
      health: async () => [],
      settled: async () => void order.push('settled'),
      async closedDuring(work) {
        order.push('close');
        try {
          return await work();
        } finally {
          order.push('open');
        }
      },
    },
    sync: { stop: async () => void order.push('stop') },
    schedule: {
      hold: () => {
        order.push('hold');
        return () => void order.push('release');
      },
    },
    // Only what the test calls.
    loadDataCare: async () => care as DataCare,
    backups: {
      path: '/exports',
      list: async () => [],
      find: async (name) => `/exports/${name}`,
    },
  });
  return { service, order };
}

describe('createCareService', () => {
  it('stops syncs, keeps others from beginning and closes its own store while the file is exchanged', async () => {
    const repair = vi.fn(async () => {
      order.push('repair');
      return { kind: 'sound' } as const;
    });
    const { service, order } = setUp({ repair });
    await service.repair();
    expect(order).toEqual(['hold', 'stop', 'close', 'repair', 'open', 'release']);
    expect(repair).toHaveBeenCalledOnce();
  });

  it('restores a backup that was listed by the path of its folder', async () => {
    const restore = vi.fn(async () => ({ schemaVersion: 10, keptIn: null }));
    const { service, order } = setUp({ restore });
    await service.restoreListed('a.backup');
    expect(restore).toHaveBeenCalledExactlyOnceWith('/exports/a.backup', undefined);
    expect(order).toEqual(['hold', 'stop', 'close', 'open', 'release']);
  });

  it('leaves both alone for a backup, which waits for what was being written', async () => {
    const report = { sizeBytes: 1, schemaVersion: 10, indicators: 0, cases: 0, triageEntries: 0 };
    const { service, order } = setUp({
      backUp: async () => {
        order.push('backUp');
        return report;
      },
    });
    expect(await service.backUp('/x')).toBe(report);
    expect(order).toEqual(['settled', 'backUp']);
  });

  it('does one at a time, and takes the next after one that failed', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { service } = setUp({
      backUp: () =>
        new Promise((_resolve, reject) => {
          fail = reject;
        }),
      repair: async () => ({ kind: 'sound' }),
    });
    const first = service.backUp('/x');
    await expect(service.repair()).rejects.toMatchObject({ code: 'state.conflict' });
    await new Promise((resolve) => setImmediate(resolve));
    fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    expect(await service.repair()).toEqual({ kind: 'sound' });
  });

  it('names backups by the day', () => {
    expect(setUp({}).service.suggestName(Date.UTC(2026, 10, 28))).toBe('sightline-2026-11-28.backup');
  });
});
