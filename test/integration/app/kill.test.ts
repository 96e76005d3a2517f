import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '#main/platform/system-clock.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { openTestApp } from '../../support/open-test-app.ts';
import { secretsText, startCommand } from './cli-process.ts';
import { readContents } from './contents.ts';
import { connectAll, fixedPages, startVendors, syncAll, troubles, vendorIds } from './four-vendors.ts';

/** How many places of a sync are tried; spread evenly over its requests. */
const points = 52;
/** Pauses between a request's arrival and the kill, so that some kills hit the parsing, the storing and the commit. */
const pausesMs = [0, 3, 7, 15, 30];

let folder: string;
let emulators: AllEmulators;
/** The keychain that all copies of the prepared data folder share. */
const keychain = new FakeKeychain();
let reference: readonly string[];
let requestsOfSync: number;

const prepared = (): string => join(folder, 'prepared');
const requestCount = (): number => vendorIds.reduce((sum, vendor) => sum + emulators[vendor].requests.length, 0);

/** The real application in this process, on the real time: the killed ones know no other. */
function openHere(place: string) {
  return openTestApp({ folder: place, keychain, clock: createSystemClock() });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-kill-'));
  const nowMs = Date.now();
  emulators = await startVendors(240, nowMs);
  const app = openHere(prepared());
  await connectAll(app, emulators, fixedPages(nowMs));
  await app.stop();

  cpSync(prepared(), join(folder, 'reference'), { recursive: true });
  const undisturbed = openHere(join(folder, 'reference'));
  const before = requestCount();
  expect(troubles(await syncAll(undisturbed))).toEqual([]);
  requestsOfSync = requestCount() - before;
  reference = await readContents(undisturbed);
  await undisturbed.stop();
});

afterAll(async () => {
  await emulators.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a sync in a process of its own and kills it after so many requests; @returns whether it was still running. */
async function killSync(place: string, afterRequests: number, pauseMs: number): Promise<boolean> {
  const command = startCommand(place, ['sync', '--secrets-stdin'], secretsText(emulators));
  let seen = 0;
  const count = (): boolean => {
    seen += 1;
    if (seen === afterRequests) setTimeout(() => command.child.kill('SIGKILL'), pauseMs);
    return false;
  };
  const removals = vendorIds.map((vendor) =>
    emulators[vendor].faults.add({ when: { matches: count }, fault: { kind: 'reset' } }),
  );
  const { status } = await command.finished;
  for (const remove of removals) remove();
  return status === null;
}

describe('kill -9 in the middle of a sync, then sync again', () => {
  it('has a reference with something in it, in more requests than there are points', () => {
    expect(reference.length).toBeGreaterThan(200);
    expect(requestsOfSync).toBeGreaterThan(points);
  });

  it.each(Array.from({ length: points }, (_, index) => index))('ends the same at point %i', async (index) => {
    const place = join(folder, `point-${index}`);
    cpSync(prepared(), place, { recursive: true });
    const afterRequests = 1 + Math.floor((index * (requestsOfSync - 2)) / points);
    expect(await killSync(place, afterRequests, pausesMs[index % pausesMs.length] ?? 0)).toBe(true);

    const app = openHere(place);
    try {
      const interrupted = await app.services.runs.list({ connectionId: null, limit: 100 });
      for (const { status, error } of interrupted) {
        expect(['complete -', 'incomplete sync.interrupted']).toContain(`${status} ${error?.code ?? '-'}`);
      }
      expect(troubles(await syncAll(app))).toEqual([]);
      expect(await readContents(app)).toEqual(reference);
    } finally {
      await app.stop();
      rmSync(place, { recursive: true, force: true });
    }
  });
});
