import { expect, it } from 'vitest';
import { createExportRuns } from '#main/services/exports/export-runs.ts';
import type { ExportProgress } from '#shared/contract/schemas.ts';
import { FakeClock } from '../../support/fake-clock.ts';

it('tells how far an export is a few times a second, and when it is over', async () => {
  const runs = createExportRuns(new FakeClock());
  const told: ExportProgress[] = [];
  const end = runs.onProgress((progress) => told.push(progress));
  await runs.run(3, async ({ onProgress }) => {
    for (const done of [1, 2, 3]) onProgress?.(done, 'reading');
    onProgress?.(3, 'printing');
  });
  end();
  await runs.run(1, async () => undefined);
  expect(told).toEqual([
    { done: 1, total: 3, stage: 'reading' },
    { done: 3, total: 3, stage: 'printing' },
    { done: 3, total: 3, stage: 'over' },
  ]);
});

it('stops what runs, and nothing that comes later', async () => {
  const runs = createExportRuns(new FakeClock());
  const signals: (AbortSignal | undefined)[] = [];
  await runs.run(1, async ({ signal }) => {
    runs.cancel();
    signals.push(signal);
  });
  await runs.run(1, async ({ signal }) => {
    signals.push(signal);
  });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
  expect(signals[0]?.reason).toMatchObject({ code: 'export.cancelled' });
});

it('tells that it is over also when it failed', async () => {
  const runs = createExportRuns(new FakeClock());
  const told: string[] = [];
  runs.onProgress(({ stage }) => told.push(stage));
  await expect(runs.run(1, () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(told).toEqual(['over']);
});
