import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { secretsText, startCommand } from '../integration/app/cli-process.ts';
import type { FourVendors } from '../integration/app/four-vendors.ts';
import { type Experiment, type Outcome, type Random, Tally } from './experiment.ts';
import { inFolder } from './scene.ts';
import { VendorsScene } from './vendors-scene.ts';

/** Longer than the client waits for an answer or for the rest of one: 30 s. */
const longMs = 33_000;
/** Of so many trials one is a long one. */
const everyLong = 12;

/** Whoever is stopped does not notice, and the other one waits: as when a computer sleeps, or a network is gone for a while. */
export const suspensions: Experiment = {
  name: 'sync suspended',
  harm: 'The vendors, or the sync itself, stopped in the middle of a page (SIGSTOP) and continued after up to 2 s, one in twelve after 33 s',
  counts: 'every trial',
  run: (wanted, random) =>
    inFolder(async (folder) => {
      const nowMs = Date.now();
      const vendors = await startVendorProcess(120, nowMs);
      try {
        const scene = new VendorsScene(folder);
        await scene.prepare(vendors.places, nowMs);
        const requests = vendors.countRequests();
        const tally = new Tally();
        for (let trial = 0; trial < wanted; trial += 1) {
          const pauseMs = trial % everyLong === everyLong - 1 ? longMs : 200 + random() * 1_800;
          tally.add(await suspend({ scene, vendors, requests, pauseMs, trial, random }));
        }
        return tally.outcome;
      } finally {
        vendors.child.kill('SIGCONT');
        vendors.child.kill('SIGTERM');
      }
    }),
};

interface VendorProcess {
  readonly child: ChildProcess;
  readonly places: FourVendors;
  /** Since the last time it was asked. */
  countRequests(): number;
  /** Resolves when so many more have arrived. */
  afterRequests(count: number): Promise<void>;
}

async function startVendorProcess(size: number, nowMs: number): Promise<VendorProcess> {
  const file = fileURLToPath(new URL('../support/emulators-child.ts', import.meta.url));
  const child = spawn(process.execPath, [file, String(size), String(nowMs)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [first] = await once(lines, 'line');
  let requests = 0;
  let counted = 0;
  lines.on('line', () => {
    requests += 1;
  });
  return {
    child,
    // Written by our own process.
    places: JSON.parse(String(first)) as FourVendors,
    countRequests: () => {
      const since = requests - counted;
      counted = requests;
      return since;
    },
    afterRequests: async (count) => {
      const goal = requests + count;
      while (requests < goal) await once(lines, 'line');
    },
  };
}

interface Suspension {
  readonly scene: VendorsScene;
  readonly vendors: VendorProcess;
  /** Of an undisturbed sync. */
  readonly requests: number;
  readonly pauseMs: number;
  readonly trial: number;
  readonly random: Random;
}

async function suspend({ scene, vendors, requests, pauseMs, trial, random }: Suspension): Promise<Partial<Outcome>> {
  const place = scene.place(`trial-${trial}`);
  const command = startCommand(place, ['sync', '--secrets-stdin'], secretsText(vendors.places));
  const reached = vendors.afterRequests(1 + Math.floor(random() * requests * 0.8)).then(() => true);
  const wasRunning = await Promise.race([reached, command.finished.then(() => false)]);
  const stopped = trial % 2 === 0 ? vendors.child : command.child;
  stopped.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  stopped.kill('SIGCONT');
  const { status } = await command.finished;
  const found = await scene.judge(place, status === 0);
  // A pause that is shorter than the client's patience must not be noticed at all.
  const isPatient = status === 0 || pauseMs >= longMs;
  return { ...found, hits: wasRunning ? 1 : 0, different: isPatient ? (found.different ?? 0) : 1 };
}
