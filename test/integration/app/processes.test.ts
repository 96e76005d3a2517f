import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSystemClock } from '#main/platform/system-clock.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import { type CommandResult, type RunningCommand, secretsText, startCommand } from './cli-process.ts';
import { connectAll, startVendors, vendorIds } from './four-vendors.ts';

let emulators: AllEmulators;
let app: TestApp;

beforeEach(async () => {
  emulators = await startVendors(200, Date.now());
  app = openTestApp({ clock: createSystemClock() });
  await connectAll(app, emulators);
});

afterEach(async () => {
  await app.remove();
  await emulators.stop();
});

function startSync(): RunningCommand {
  return startCommand(app.folder, ['sync', '--json', '--secrets-stdin'], secretsText(emulators));
}

/** Makes every answer of the vendors take its time. */
function slowDown(delayMs: number): () => void {
  const removals = vendorIds.map((vendor) => emulators[vendor].faults.add({ fault: { kind: 'slow', delayMs } }));
  return () => {
    for (const remove of removals) remove();
  };
}

/** Resolves when so many requests have arrived at the four together. */
async function waitForRequests(count: number): Promise<void> {
  const total = (): number => vendorIds.reduce((sum, vendor) => sum + emulators[vendor].requests.length, 0);
  while (total() < count) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Distinct `status code` of the streams in the output of `sync --json`. */
function outcomesOf({ stdout }: CommandResult): readonly string[] {
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const finished = lines.filter(({ event }) => event === 'finished');
  return [...new Set<string>(finished.map(({ status, error }) => `${status} ${error?.code ?? '-'}`))].toSorted();
}

it('ends a sync cleanly on Ctrl-C, and the next one goes on', async () => {
  const speedUp = slowDown(150);
  const sync = startSync();
  await waitForRequests(8);
  sync.child.kill('SIGINT');
  const result = await sync.finished;
  speedUp();
  expect(result.status).not.toBe(0);
  expect(result.status).not.toBeNull();
  expect(outcomesOf(result)).toContain('cancelled -');
  const again = await startSync().finished;
  expect(again.stderr).not.toContain('failed');
  expect(outcomesOf(again)).toEqual(['complete -']);
  expect(again.status).toBe(0);
});

it('lets one process sync a connection, tells a second one so, and lets others search meanwhile', async () => {
  // Slower than two programs take to start on a busy machine.
  const speedUp = slowDown(5_000);
  const first = startSync();
  await waitForRequests(6);
  const second = await startSync().finished;
  const search = await startCommand(app.folder, ['search', '', '--count', '--json']).finished;
  speedUp();
  expect(outcomesOf(second)).toEqual(['failed state.conflict']);
  expect(second.status).toBe(1);
  expect(search.status).toBe(0);
  expect(JSON.parse(search.stdout)).toMatchObject({ exact: true });
  const result = await first.finished;
  expect(outcomesOf(result)).toEqual(['complete -']);
  expect(result.status).toBe(0);
});
