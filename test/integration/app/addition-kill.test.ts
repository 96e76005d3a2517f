import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#main/app/create-app.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { createSourceApp } from '../../support/source-app.ts';
import { openTestStore } from '../../support/store.ts';
import { startCommand } from './cli-process.ts';

/** Shares of the addition after which it is killed. */
const shares = [0, 0.1, 0.25, 0.4, 0.55, 0.7, 0.8];
const query = 'sort:value';

let folder: string;
let number: CaseNumber;
/** Every value that the query finds, in its order. */
let values: readonly string[];

const prepared = (): string => join(folder, 'prepared');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-addition-kill-'));
  const emulator = await startDatadogEmulator({ size: 20_000, now: Date.now() });
  const app = createSourceApp(prepared());
  try {
    await fill(app, emulator);
  } finally {
    await app.stop();
    await emulator.stop();
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function fill({ services }: App, { url, secrets }: DatadogEmulator): Promise<void> {
  const place = { name: 'Datadog', vendor: 'datadog', site: null, baseUrl: url, options: {} };
  await services.connections.add({ ...place, secret: secrets, keepSecretIn: 'memory' });
  await services.sync.run({ connectionIds: null, streams: null, full: false });
  number = (await services.cases.create({ title: 'Many' })).number;
  const found: string[] = [];
  for (let page = await pageAt(0); page.length > 0; page = await pageAt(found.length)) found.push(...page);
  values = found;

  async function pageAt(offset: number): Promise<readonly string[]> {
    const rows = await services.search.search({ query, offset, limit: 200 });
    return rows.map(({ value }) => value);
  }
}

const add = (place: string) => startCommand(place, ['case', 'add', number, query, '--json']);

/** Kills the addition as soon as the case holds that many. @returns whether it was still running. */
async function killAddition(place: string, store: Store, least: number): Promise<boolean> {
  const command = add(place);
  let isOver = false;
  void command.finished.then(() => {
    isOver = true;
  });
  while (!isOver && ((await store.read('cases.get', { number }))?.indicatorCount ?? 0) <= least) await pause(1);
  command.child.kill('SIGKILL');
  return (await command.finished).status === null;
}

async function readState(store: Store) {
  const ids = await store.read('cases.memberIds', { number, order: 'added' });
  const members: string[] = [];
  for (let done = 0; done < ids.length; ) {
    const page = await store.read('cases.members', { ids: ids.slice(done, done + 500) });
    members.push(...page.members.map(({ value }) => value));
    done += page.taken;
  }
  const { entries } = await store.read('cases.timeline', { number, order: 'oldest', after: null, limit: 200 });
  return {
    members,
    /** What the timeline says of each addition. */
    told: entries
      .filter(({ kind }) => kind === 'indicatorsAdded')
      .map(({ text }) => Number(text.split(' ')[0]?.replaceAll(',', ''))),
    count: (await store.read('cases.get', { number }))?.indicatorCount,
    check: (await store.read('store.statistics', { check: true })).check,
  };
}

describe('kill -9 in the middle of an addition to a case, then the addition again', () => {
  it('has more to add than one transaction takes', () => {
    expect(values.length).toBeGreaterThan(5_000);
    expect(new Set(values).size).toBe(values.length);
  });

  it.each(shares)('leaves whole transactions and ends with everything once, killed after %d', async (share) => {
    const place = join(folder, `share-${share}`);
    cpSync(prepared(), place, { recursive: true });
    const store = await openTestStore('worker', place);
    try {
      expect(await killAddition(place, store, share * values.length)).toBe(true);
      const killed = await readState(store);
      const { length } = killed.members;
      expect(length).toBeGreaterThan(share * values.length);
      expect(length).toBeLessThan(values.length);
      expect(killed).toEqual({ members: values.slice(0, length), told: [length], count: length, check: 'ok' });

      const again = await add(place).finished;
      const rest = values.length - length;
      expect({ ...again, stdout: JSON.parse(again.stdout) }).toMatchObject({
        status: 0,
        stdout: { added: rest, alreadyThere: length },
      });
      expect(await readState(store)).toEqual({
        members: values,
        told: [length, rest],
        count: values.length,
        check: 'ok',
      });
    } finally {
      await store.close();
      rmSync(place, { recursive: true, force: true });
    }
  });
});
