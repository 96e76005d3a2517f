import { createSystemClock } from '#main/platform/system-clock.ts';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../emulators/crowdstrike/index.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../emulators/datadog/index.ts';
import { type CommandResult, type RunningCommand, startCommand } from '../integration/app/cli-process.ts';
import { openCommandApp } from '../support/command-app.ts';
import { fatalPoint, mortalArguments } from '../support/fatal-point.ts';
import type { Outcome } from './experiment.ts';
import { judge } from './judge.ts';
import type { Ending, KilledWork } from './killed-work.ts';

/** Changes per vendor; sending them all takes some tenths of a second. */
const changes = 8;

/** Queued changes on their way to two vendors: in the end each was done there once. */
export const sendingWork: KilledWork = {
  name: 'sending',
  what: 'sending queued changes to two vendors, then sending to the end: each done once',
  // Taken for sending, and what came of it.
  points: [1, 2, 3, 4].flatMap((n) => [
    fatalPoint(`before commit of outbox_item ${n}`),
    fatalPoint(`after commit of outbox_item ${n}`),
  ]),
  prepare: () => Promise.resolve({ durationMs: 400, attempt: tryOnce }),
};

interface Vendors {
  readonly datadog: DatadogEmulator;
  readonly crowdstrike: CrowdstrikeEmulator;
}

async function tryOnce(place: string, ending: Ending): Promise<Partial<Outcome>> {
  const options = { size: 40, now: Date.now() };
  const [datadog, crowdstrike] = await Promise.all([startDatadogEmulator(options), startCrowdstrikeEmulator(options)]);
  const vendors = { datadog, crowdstrike };
  try {
    const queued = await queue(place, vendors);
    const first = send(place, vendors, ending);
    const wasRunning =
      'afterMs' in ending ? await killDuringWork(first, vendors, ending.afterMs) : isKilled(await first.finished);
    return await judge(place, wasRunning, async () => {
      const second = await send(place, vendors).finished;
      return second.status === 0 && queued.every((change) => countDone(vendors, change) === 1);
    });
  } finally {
    await Promise.all([datadog.stop(), crowdstrike.stop()]);
  }
}

interface QueuedChange {
  readonly vendor: keyof Vendors;
  /** Value of its indicator. */
  readonly name: string;
}

/** Queues a change for each of some indicators of both. */
async function queue(folder: string, { datadog, crowdstrike }: Vendors): Promise<readonly QueuedChange[]> {
  const { app } = await openCommandApp([datadog, crowdstrike], { folder, clock: createSystemClock() });
  const { outbox } = app.services;
  const queued: QueuedChange[] = [];
  for (const [n, { indicator }] of [...datadog.holdings()[0].records()].slice(0, changes).entries()) {
    const state = { indicator, triage_state: 'reviewed' };
    await outbox.queue('datadog', { operation: 'CreateIoCTriageState', input: state, agreed: null });
    const made = { type: 'domain', value: `sent-${n}.example`, platforms: ['linux'], applied_globally: true };
    await outbox.queue('crowdstrike', {
      operation: 'indicator_create_v1',
      input: { indicators: [made] },
      agreed: null,
    });
    queued.push({ vendor: 'datadog', name: indicator }, { vendor: 'crowdstrike', name: made.value });
  }
  await app.stop();
  return queued;
}

function send(folder: string, { datadog, crowdstrike }: Vendors, ending?: Ending): RunningCommand {
  const secrets = { datadog: datadog.secrets, crowdstrike: crowdstrike.secrets };
  const mortal = ending !== undefined && 'point' in ending ? mortalArguments(ending.point) : [];
  const parameters = ['outbox', 'send', '--all', '--yes', '--secrets-stdin'];
  return startCommand(folder, parameters, JSON.stringify(secrets), mortal);
}

const isKilled = ({ status }: CommandResult): boolean => status === null;

/** Ends it some time after its first request. @returns whether it was still at work. */
async function killDuringWork(running: RunningCommand, vendors: Vendors, afterMs: number): Promise<boolean> {
  const hasBegun = (): boolean => vendors.datadog.requests.length + vendors.crowdstrike.requests.length > 0;
  while (!hasBegun() && running.child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  running.child.kill('SIGKILL');
  return isKilled(await running.finished);
}

/** How often a change was done at its vendor. */
function countDone({ datadog, crowdstrike }: Vendors, { vendor, name }: QueuedChange): number {
  if (vendor === 'crowdstrike') {
    return [...crowdstrike.holdings()[0].records()].filter(({ value, deleted }) => value === name && !deleted).length;
  }
  return datadog.requests.filter(
    ({ method, handled, body }) => method !== 'GET' && handled !== null && handled < 300 && body.includes(`"${name}"`),
  ).length;
}
