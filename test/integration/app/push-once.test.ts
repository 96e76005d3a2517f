/** Every write of every vendor, whatever happens to its call: in the end it was done once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import type { RecordedRequest } from '../../emulators/kit/emulator.ts';
import type { Fault } from '../../emulators/kit/faults.ts';
import { startVirustotalEmulator, type VirustotalEmulator } from '../../emulators/virustotal/index.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';

interface Vendors {
  readonly datadog: DatadogEmulator;
  readonly crowdstrike: CrowdstrikeEmulator;
  readonly virustotal: VirustotalEmulator;
}

/** A write that a test can queue, and how one sees at the vendor that it was done. */
interface Write {
  readonly vendor: keyof Vendors;
  readonly operation: string;
  input(vendors: Vendors): object;
  isDone(vendors: Vendors, input: object): boolean;
}

const live = ({ crowdstrike }: Vendors) => [...crowdstrike.holdings()[0].records()].filter(({ deleted }) => !deleted);
const notifications = ({ virustotal }: Vendors) => [...virustotal.holdings()[0].records()];
const firstOf = <Item>(items: readonly Item[]): Item => items[0] ?? expect.unreachable('Nothing is there.');

const writes: readonly Write[] = [
  {
    vendor: 'datadog',
    operation: 'CreateIoCTriageState',
    input: ({ datadog }) => ({
      indicator: firstOf([...datadog.holdings()[0].records()]).indicator,
      triage_state: 'reviewed',
    }),
    isDone: ({ datadog }) => firstOf([...datadog.holdings()[0].records()]).triage_state === 'reviewed',
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_create_v1',
    input: () => ({
      indicators: [{ type: 'domain', value: 'once.example', platforms: ['linux'], applied_globally: true }],
    }),
    isDone: (vendors) => live(vendors).filter(({ value }) => value === 'once.example').length === 1,
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_update_v1',
    input: (vendors) => ({ indicators: [{ id: firstOf(live(vendors)).id, description: 'once' }] }),
    isDone: (vendors) => live(vendors).filter(({ description }) => description === 'once').length === 1,
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_update_v1',
    input: () => ({ bulk_update: { filter: "type:'domain'", description: 'all' } }),
    isDone: (vendors) =>
      live(vendors)
        .filter(({ type }) => type === 'domain')
        .every(({ description }) => description === 'all'),
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_delete_v1',
    input: (vendors) => ({ ids: [firstOf(live(vendors)).id] }),
    isDone: (vendors, { ids }: { ids?: readonly string[] }) => !live(vendors).some(({ id }) => ids?.includes(id)),
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_delete_v1',
    input: () => ({ filter: "type:'domain'" }),
    isDone: (vendors) => !live(vendors).some(({ type }) => type === 'domain'),
  },
  {
    vendor: 'virustotal',
    operation: 'ioc_stream_notification_delete',
    input: (vendors) => ({ id: firstOf(notifications(vendors)).context_attributes.notification_id }),
    isDone: (vendors, { id }: { id?: string }) =>
      !notifications(vendors).some(({ context_attributes: { notification_id } }) => notification_id === id),
  },
  {
    vendor: 'virustotal',
    operation: 'ioc_stream_delete',
    input: () => ({ filter: 'origin:hunting' }),
    isDone: (vendors) => !notifications(vendors).some(({ context_attributes: { origin } }) => origin === 'hunting'),
  },
];

/** Longer than a call may take here. */
const wholeCallMs = 1_500;

const mishaps: readonly (readonly [string, Fault])[] = [
  ['a reset before the work', { kind: 'reset' }],
  ['a reset after the work', { kind: 'reset', handled: true }],
  ['a time-out after the work', { kind: 'slow', delayMs: 3 * wholeCallMs }],
  ['an answer that breaks off', { kind: 'truncated' }],
  ['an answer that is a web page', { kind: 'html200' }],
  ['a gateway error before the work', { kind: 'status', status: 503, text: '' }],
  ['a refusal for now', { kind: 'rateLimited', retryAfterSeconds: 0 }],
  ['no body', { kind: 'emptyBody', status: 500 }],
];

let vendors: Vendors;
let commands: CommandApp;

beforeEach(async () => {
  const [datadog, crowdstrike, virustotal] = await Promise.all([
    startDatadogEmulator({ size: 40 }),
    startCrowdstrikeEmulator({ size: 60 }),
    startVirustotalEmulator({ size: 60, deletionMs: 20 }),
  ]);
  vendors = { datadog, crowdstrike, virustotal };
  commands = await openCommandApp(Object.values(vendors), { wholeCallMs });
});
afterEach(async () => {
  await commands.app.remove();
  await Promise.all(Object.values(vendors).map((vendor) => vendor.stop()));
});

const isWrite = ({ method, path }: Pick<RecordedRequest, 'method' | 'path'>) =>
  method !== 'GET' && !path.startsWith('/oauth2');

/** Writes that a vendor did since its request of that number. */
function countDone(vendor: keyof Vendors, since: number): number {
  const sent = vendors[vendor].requests.slice(since).filter(isWrite);
  return sent.filter(({ handled }) => handled !== null && handled >= 200 && handled < 300).length;
}

describe.each(mishaps)('%s', (_name, fault) => {
  it('leaves each write done exactly once', async () => {
    const { outbox } = commands.app.services;
    const { signal } = new AbortController();
    for (const { vendor, operation, input, isDone } of writes) {
      const asked = input(vendors);
      const write = { operation, input: asked };
      const isByFilter = 'filter' in asked || 'bulk_update' in asked;
      const agreed = isByFilter ? await outbox.countMatches(vendor, write, signal) : null;
      const before = vendors[vendor].requests.length;
      const clear = vendors[vendor].faults.add({ when: { matches: isWrite, times: 1 }, fault });
      await outbox.queue(vendor, { ...write, agreed });
      expect((await outbox.send(null, signal)).counts, operation).toMatchObject({ sent: 1 });
      clear();
      // A call that we gave up is recorded when the vendor is through with it.
      await expect.poll(() => countDone(vendor, before), { message: operation, timeout: 60_000 }).toBe(1);
      if (vendor === 'virustotal') vendors.virustotal.finishDeletion();
      expect(isDone(vendors, asked), operation).toBe(true);
    }
  });
});

describe('a deletion that the vendor is still about', () => {
  it('is not asked for again when its answer was lost', async () => {
    const slow = await startVirustotalEmulator({ size: 60, deletionMs: 700 });
    const other = await openCommandApp([slow]);
    try {
      const { outbox } = other.app.services;
      const { signal } = new AbortController();
      const write = { operation: 'ioc_stream_delete', input: { filter: 'origin:hunting' } };
      const agreed = await outbox.countMatches('virustotal', write, signal);
      slow.faults.add({ when: { matches: isWrite, times: 1 }, fault: { kind: 'reset', handled: true } });
      await outbox.queue('virustotal', { ...write, agreed });
      expect((await outbox.send(null, signal)).counts).toMatchObject({ sent: 1 });
      expect(slow.requests.filter(isWrite)).toHaveLength(1);
    } finally {
      await other.app.remove();
      await slow.stop();
    }
  });
});
