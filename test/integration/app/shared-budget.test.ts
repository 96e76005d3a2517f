/** One rate budget per key: a sync, a bulk refresh, single calls and a push together stay within a vendor's limit. */
import { afterEach, expect, it } from 'vitest';
import { createSystemClock } from '#main/platform/system-clock.ts';
import { startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { startDatadogEmulator } from '../../emulators/datadog/index.ts';
import type { ServedEmulator } from '../../emulators/kit/emulator.ts';
import { startVirustotalEmulator } from '../../emulators/virustotal/index.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';
import { createFastClock } from '../../support/fast-clock.ts';

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function open(emulator: ServedEmulator, options: Parameters<typeof openCommandApp>[1] = {}): Promise<CommandApp> {
  const commands = await openCommandApp([emulator], options);
  cleanUps.push(async () => {
    await commands.app.remove();
    await emulator.stop();
  });
  return commands;
}

/** Everything that asks a vendor, at once, on a filled cache. */
async function doAllAtOnce({ app, ids }: CommandApp, vendor: string) {
  const { sync, details, outbox } = app.services;
  const id = ids[vendor];
  if (id === undefined) throw new Error('There is no such connection.');
  const { signal } = new AbortController();
  return Promise.all([
    sync.run({ connectionIds: [id], streams: null, full: true }),
    outbox.send(null, signal),
    details.refresh({ selection: { query: `vendor:${vendor}` }, connectionIds: [id] }, signal),
  ]);
}

function expectNothingRefused(emulator: ServedEmulator): void {
  expect(emulator.limits.refused).toBe(0);
  expect(emulator.requests.filter(({ status }) => status === 429)).toEqual([]);
}

it('Datadog: fixed periods whose end is told', async () => {
  const datadog = await startDatadogEmulator({ size: 120, now: Date.now() });
  const commands = await open(datadog, { clock: createSystemClock() });
  const { connections, sync, operations, outbox } = commands.app.services;
  const [id] = Object.values(commands.ids);
  if (id !== undefined) await connections.update(id, { options: { indicators: { limit: 10 } } });
  await sync.run({ connectionIds: null, streams: null, full: true });
  datadog.limits.set([{ limit: 20, periodMs: 1_000, aligned: true, path: /ioc-explorer/ }]);
  const indicators = [...datadog.holdings()[0].records()].slice(0, 6).map(({ indicator }) => indicator);
  for (const indicator of indicators) {
    const input = { indicator, triage_state: 'reviewed' };
    await outbox.queue('datadog', { operation: 'CreateIoCTriageState', input });
  }
  const { signal } = new AbortController();
  const calls = indicators.map((indicator) => {
    const operation = 'GetIndicatorOfCompromise';
    return operations.run({ connection: 'datadog', operation, input: { indicator }, confirmed: false }, signal);
  });
  const [[runs, outcome, refreshed]] = await Promise.all([doAllAtOnce(commands, 'datadog'), ...calls]);
  expect(runs).toMatchObject([{ status: 'complete' }]);
  expect(outcome.counts).toMatchObject({ sent: indicators.length });
  expect(refreshed).toBeDefined();
  expectNothingRefused(datadog);
});

it('Falcon: a window that slides, of which only the rest is told', async () => {
  const falcon = await startCrowdstrikeEmulator({ size: 150, now: Date.now() });
  // The vendor's minute lasts two seconds. Its limit stands from the first request on: a window has no past that is forgotten.
  falcon.limits.set([{ limit: 25, periodMs: 2_000, path: /\/(?:iocs|indicators|processes)\// }]);
  const commands = await open(falcon, { clock: createFastClock(Date.now(), 30) });
  const { connections, sync, outbox } = commands.app.services;
  const [id] = Object.values(commands.ids);
  if (id !== undefined) await connections.update(id, { options: { indicators: { limit: 10 } } });
  await sync.run({ connectionIds: null, streams: null, full: true });
  const values = Array.from({ length: 8 }, (_, index) => `push-${index}.example`);
  for (const value of values) {
    const row = { type: 'domain', value, action: 'detect', severity: 'high', platforms: ['windows'] };
    const input = { indicators: [{ ...row, applied_globally: true }] };
    await outbox.queue('crowdstrike', { operation: 'indicator_create_v1', input });
  }
  const [runs, outcome] = await doAllAtOnce(commands, 'crowdstrike');
  expect(runs).toMatchObject([{ status: 'complete' }]);
  expect(outcome.counts).toMatchObject({ sent: values.length });
  expectNothingRefused(falcon);
});

it('VirusTotal: a quota of which nothing is told, shared by two connections with one key', async () => {
  const virustotal = await startVirustotalEmulator({ size: 100, now: Date.now() });
  const commands = await open(virustotal, { clock: createFastClock(Date.now(), 30) });
  const { connections, sync, outbox, budgets } = commands.app.services;
  const [id] = Object.values(commands.ids);
  if (id === undefined) throw new Error('There is no connection.');
  await sync.run({ connectionIds: null, streams: null, full: true });
  const options = { ioc_stream: { limit: 10 }, auth: { quota_minute: 12, quota_day: 5_000 } };
  await connections.update(id, { options });
  const place = { vendor: 'virustotal', site: null, baseUrl: virustotal.url };
  const { id: twin } = await connections.add({
    ...place,
    name: 'twin',
    options,
    secret: virustotal.secrets,
    keepSecretIn: 'memory',
  });
  for (const record of [...virustotal.holdings()[0].records()].slice(0, 4)) {
    const input = { id: record.context_attributes.notification_id };
    await outbox.queue('virustotal', { operation: 'ioc_stream_notification_delete', input });
  }
  virustotal.limits.set([{ limit: 12, periodMs: 2_000 }]);
  const [[runs, outcome], others] = await Promise.all([
    doAllAtOnce(commands, 'virustotal'),
    sync.run({ connectionIds: [twin], streams: null, full: true }),
  ]);
  expect([...runs, ...others].map(({ status }) => status)).toEqual(['complete', 'complete']);
  expect(outcome.counts).toMatchObject({ sent: 4 });
  expectNothingRefused(virustotal);
  const told = await budgets.list();
  expect(told.map(({ quotas }) => quotas.map(({ name, limit }) => [name, limit]))).toEqual([
    [
      ['minute', 12],
      ['day', 5_000],
    ],
    [
      ['minute', 12],
      ['day', 5_000],
    ],
  ]);
  expect(told[0]?.quotas[1]?.used).toBe(told[1]?.quotas[1]?.used);
});
