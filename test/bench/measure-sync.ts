import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { prepareFolder } from './prepare-folder.ts';
import { type FinishedProcess, runCommand } from './run-process.ts';
import type { Vendors } from './vendors.ts';

/** One first sync and one second sync of everything, each by a process of its own. */
export interface SyncRound {
  readonly first: FinishedProcess;
  readonly second: FinishedProcess;
  /** Processor time of the emulators during the first sync, ms. */
  readonly vendorsCpuMs: number;
  /** The database file after both, bytes. */
  readonly fileBytes: number;
  readonly folder: string;
}

const finishedSchema = z.object({
  event: z.literal('finished'),
  connection: z.string(),
  stream: z.string(),
  status: z.string(),
  received: z.number(),
  stored: z.number(),
});
type FinishedStream = z.infer<typeof finishedSchema>;

/**
 * Measures one round on a new data folder, which stays for the caller.
 * @throws Error when a count is not what the vendors hold, or the second sync stores anything: then no figure means anything.
 */
export async function measureSync(vendors: Vendors): Promise<SyncRound> {
  const folder = await prepareFolder(vendors);
  const before = await vendors.cpuMs();
  const first = await sync(vendors, folder);
  const vendorsCpuMs = (await vendors.cpuMs()) - before;
  checkFirst(vendors, readFinished(first.stdout));
  const second = await sync(vendors, folder);
  checkSecond(readFinished(second.stdout));
  return { first, second, vendorsCpuMs, fileBytes: statSync(join(folder, 'sightline.db')).size, folder };
}

/** Removes what a round left. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function sync({ vendors }: Vendors, dataFolder: string): Promise<FinishedProcess> {
  const secrets = Object.fromEntries(vendors.map(({ vendor, secrets: own }) => [vendor, own]));
  return runCommand({ args: ['sync', '--json', '--secrets-stdin'], dataFolder, stdin: JSON.stringify(secrets) });
}

function readFinished(stdout: string): readonly FinishedStream[] {
  return stdout
    .trim()
    .split('\n')
    .flatMap((line) => finishedSchema.safeParse(JSON.parse(line)).data ?? []);
}

function checkFirst({ holdings }: Vendors, streams: readonly FinishedStream[]): void {
  const received = new Map(streams.map((one) => [`${one.connection}/${one.stream}`, one.received]));
  for (const [stream, count] of holdings) {
    if (received.get(stream) !== count) throw new Error(`${stream}: ${received.get(stream)} instead of ${count}.`);
  }
  refuse(streams.filter(({ status }) => status !== 'complete'));
}

function checkSecond(streams: readonly FinishedStream[]): void {
  refuse(streams.filter(({ status, stored }) => status !== 'complete' || stored !== 0));
}

function refuse(streams: readonly FinishedStream[]): void {
  if (streams.length > 0) throw new Error(`Not as it must be: ${JSON.stringify(streams)}`);
}
