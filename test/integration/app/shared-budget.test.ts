/** One rate budget per connection: a sync, single calls and a push together stay within a vendor's limit. */
import { expect, it } from 'vitest';
import { createSystemClock } from '#main/platform/system-clock.ts';
import { startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { openCommandApp } from '../../support/command-app.ts';

it('never exceeds a scripted limit by one request', async () => {
  const datadog = await startDatadogEmulator({ size: 300, now: Date.now() });
  const first = await openCommandApp([datadog], { clock: createSystemClock() });
  try {
    const [id] = Object.values(first.ids);
    const { connections, sync, operations, outbox } = first.app.services;
    if (id !== undefined) await connections.update(id, { options: { indicators: { limit: 10 } } });
    datadog.limits.set([{ limit: 8, periodMs: 2_000, aligned: true, path: /ioc-explorer/ }]);
    const indicators = [...datadog.holdings()[0].records()].slice(0, 6).map(({ indicator }) => indicator);
    for (const indicator of indicators) {
      await outbox.queue('datadog', {
        operation: 'CreateIoCTriageState',
        input: { indicator, triage_state: 'reviewed' },
      });
    }
    const { signal } = new AbortController();
    const calls = indicators.map((indicator) =>
      operations.run(
        { connection: 'datadog', operation: 'GetIndicatorOfCompromise', input: { indicator }, confirmed: false },
        signal,
      ),
    );
    const [runs, outcome] = await Promise.all([
      sync.run({ connectionIds: null, streams: null, full: true }),
      outbox.send(null, signal),
      ...calls,
    ]);
    expect(runs).toMatchObject([{ status: 'complete' }]);
    expect(outcome.counts).toMatchObject({ sent: indicators.length });
    expect(datadog.limits.refused).toBe(0);
    expect(datadog.requests.filter(({ status }) => status === 429)).toEqual([]);
  } finally {
    await first.app.remove();
    await datadog.stop();
  }
});
