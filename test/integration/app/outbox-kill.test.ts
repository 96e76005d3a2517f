/** A process that dies while it sends: the next one finds out what arrived before it sends anything again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '#main/platform/system-clock.ts';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import type { RecordedRequest } from '../../emulators/kit/emulator.ts';
import { startVirustotalEmulator, type VirustotalEmulator } from '../../emulators/virustotal/index.ts';
import { openCommandApp } from '../../support/command-app.ts';
import { startCommand } from './cli-process.ts';

let datadog: DatadogEmulator;
let falcon: CrowdstrikeEmulator;
let virustotal: VirustotalEmulator;
let folder: string;

beforeEach(async () => {
  const now = Date.now();
  [datadog, falcon, virustotal] = await Promise.all([
    startDatadogEmulator({ size: 40, now }),
    startCrowdstrikeEmulator({ size: 60, now }),
    startVirustotalEmulator({ size: 60, now, deletionMs: 20 }),
  ]);
  folder = mkdtempSync(join(tmpdir(), 'sightline-push-'));
});
afterEach(async () => {
  await Promise.all([datadog.stop(), falcon.stop(), virustotal.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

type Vendor = 'datadog' | 'crowdstrike' | 'virustotal';
const vendorOf = (vendor: Vendor) => ({ datadog, crowdstrike: falcon, virustotal })[vendor];

const live = () => [...falcon.holdings()[0].records()].filter(({ deleted }) => !deleted);
const row = (value: string) => ({ type: 'domain', value, platforms: ['linux'], applied_globally: true });
const rows = ['kill-0.example', 'kill-1.example', 'kill-2.example'].map(row);

/** Every write, in the order of their effects: what one changes, no later one is about. */
const writes: readonly (readonly [vendor: Vendor, operation: string, input: () => object, changes: number])[] = [
  [
    'datadog',
    'CreateIoCTriageState',
    () => ({ indicator: [...datadog.holdings()[0].records()][0]?.indicator, triage_state: 'reviewed' }),
    1,
  ],
  ['crowdstrike', 'indicator_create_v1', () => ({ indicators: rows }), rows.length],
  [
    'crowdstrike',
    'indicator_update_v1',
    () => ({
      indicators: live()
        .slice(0, 2)
        .map(({ id }) => ({ id, description: 'once' })),
    }),
    2,
  ],
  ['crowdstrike', 'indicator_update_v1', () => ({ bulk_update: { filter: "type:'domain'", description: 'all' } }), 1],
  [
    'crowdstrike',
    'indicator_delete_v1',
    () => ({
      ids: live()
        .slice(2, 4)
        .map(({ id }) => id),
    }),
    2,
  ],
  ['crowdstrike', 'indicator_delete_v1', () => ({ filter: "type:'domain'" }), 1],
  [
    'virustotal',
    'ioc_stream_notification_delete',
    () => ({ id: [...virustotal.holdings()[0].records()][0]?.context_attributes.notification_id }),
    1,
  ],
  ['virustotal', 'ioc_stream_delete', () => ({ filter: 'origin:hunting' }), 1],
];

const isWrite = ({ method, path }: Pick<RecordedRequest, 'method' | 'path'>) =>
  method !== 'GET' && !path.startsWith('/oauth2');
const countDone = (vendor: Vendor) =>
  vendorOf(vendor).requests.filter((one) => isWrite(one) && one.handled !== null && one.handled < 300).length;

async function readStates(): Promise<readonly string[]> {
  const { app } = await openCommandApp([], { folder, clock: createSystemClock() });
  const items = await app.services.outbox.list();
  await app.stop();
  return items.map(({ state }) => state);
}

const send = (vendor: Vendor) =>
  startCommand(
    folder,
    ['outbox', 'send', '--all', '--yes', '--secrets-stdin'],
    JSON.stringify({ [vendor]: vendorOf(vendor).secrets }),
  );

/** Kills the process that sends in the middle of its call. */
function killDuring(vendor: Vendor, running: ReturnType<typeof send>, isApplied: boolean): void {
  vendorOf(vendor).faults.add({
    when: { matches: isWrite, times: 1 },
    fault: {
      kind: 'custom',
      run: async ({ answer }) => {
        const reply = isApplied ? await answer() : { status: 500 };
        running.child.kill('SIGKILL');
        await running.finished;
        return reply;
      },
    },
  });
}

describe.each(writes)('%s %s', (vendor, operation, input, changes) => {
  it.each([
    ['before the vendor has done anything', false],
    ['after the vendor has done it', true],
  ])('killed %s, is done once in the end', async (_name, isApplied) => {
    const { app } = await openCommandApp([vendorOf(vendor)], { folder, clock: createSystemClock() });
    const write = { operation, input: input() };
    const isByFilter = 'filter' in write.input || 'bulk_update' in write.input;
    const { outbox } = app.services;
    const agreed = isByFilter ? await outbox.countMatches(vendor, write, new AbortController().signal) : null;
    expect(await outbox.queue(vendor, { ...write, agreed })).toHaveLength(changes);
    await app.stop();

    const first = send(vendor);
    killDuring(vendor, first, isApplied);
    expect((await first.finished).status).toBeNull();
    // The call is recorded when the vendor is through with it.
    await expect.poll(() => countDone(vendor), { timeout: 60_000 }).toBe(isApplied ? 1 : 0);
    expect(new Set(await readStates())).toEqual(new Set(['sending']));

    const second = await send(vendor).finished;
    expect(second).toMatchObject({ status: 0, stderr: expect.stringContaining(`${changes} of ${changes} sent`) });
    expect(countDone(vendor)).toBe(1);
    expect(new Set(await readStates())).toEqual(new Set(['sent']));
  });
});
