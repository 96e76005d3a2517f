/** A process that dies while it sends: the next one finds out what arrived before it sends anything again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSystemClock } from '#main/platform/system-clock.ts';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import { openCommandApp } from '../../support/command-app.ts';
import { startCommand } from './cli-process.ts';

let falcon: CrowdstrikeEmulator;
let folder: string;

beforeEach(async () => {
  falcon = await startCrowdstrikeEmulator({ size: 100, now: Date.now() });
  folder = mkdtempSync(join(tmpdir(), 'sightline-push-'));
});
afterEach(async () => {
  await falcon.stop();
  rmSync(folder, { recursive: true, force: true });
});

const row = (value: string) => ({ type: 'domain', value, platforms: ['linux'], applied_globally: true });
const values = Array.from({ length: 5 }, (_, n) => `kill-${n}.example`);
const created = () => [...falcon.holdings()[0].records()].filter(({ value }) => value.startsWith('kill-'));
const open = () => openCommandApp([], { folder, clock: createSystemClock() });

async function queueAll(): Promise<void> {
  const { app } = await openCommandApp([falcon], { folder, clock: createSystemClock() });
  const input = { indicators: values.map(row) };
  await app.services.outbox.queue('crowdstrike', { operation: 'indicator_create_v1', input });
  await app.stop();
}

async function readStates(): Promise<readonly string[]> {
  const { app } = await open();
  const items = await app.services.outbox.list();
  await app.stop();
  return items.map(({ state }) => state);
}

const send = () =>
  startCommand(
    folder,
    ['outbox', 'send', '--all', '--yes', '--secrets-stdin'],
    JSON.stringify({ crowdstrike: falcon.secrets }),
  );

it.each([
  ['before the vendor has done anything', false],
  ['after the vendor has done it', true],
])('killed %s, each change is there once in the end', async (_name, isApplied) => {
  await queueAll();
  const first = send();
  falcon.faults.add({
    when: { method: 'POST', path: '/iocs/entities/', times: 1 },
    fault: {
      kind: 'custom',
      run: async ({ answer }) => {
        const reply = isApplied ? await answer() : { status: 500 };
        first.child.kill('SIGKILL');
        await first.finished;
        return reply;
      },
    },
  });
  expect((await first.finished).status).toBeNull();
  expect(created()).toHaveLength(isApplied ? values.length : 0);
  expect(new Set(await readStates())).toEqual(new Set(['sending']));

  const second = await send().finished;
  expect(second).toMatchObject({ status: 0, stderr: expect.stringContaining('5 of 5 sent') });
  expect(
    created()
      .map(({ value }) => value)
      .toSorted(),
  ).toEqual(values);
  expect(new Set(await readStates())).toEqual(new Set(['sent']));
  const writes = falcon.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/iocs/'));
  expect(writes).toHaveLength(isApplied ? 1 : 2);
});
