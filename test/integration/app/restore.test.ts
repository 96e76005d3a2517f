/** A backup put in place while the window goes on asking, and while something is synced. */
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';

let datadog: DatadogEmulator;
let commands: CommandApp;

beforeEach(async () => {
  datadog = await startDatadogEmulator({ size: 5_000 });
  commands = await openCommandApp([datadog]);
});
afterEach(async () => {
  await commands.app.remove();
  await datadog.stop();
});

const backUp = async (): Promise<string> => {
  const path = `${commands.app.folder}/exports/now.backup`;
  await commands.app.services.care.backUp(path);
  return path;
};

it('backs up what was asked to be saved before, though nobody waited for that', async () => {
  const { settings, care } = commands.app.services;
  await settings.set({ analystName: 'Earlier' });
  // Another process keeps the writer waiting, longer than a backup takes that does not wait for it.
  const other = new Database(`${commands.app.folder}/sightline.db`);
  other.exec('BEGIN IMMEDIATE');
  const saving = settings.set({ analystName: 'Before' });
  const backingUp = backUp();
  await Promise.race([backingUp, delay(1_500)]);
  other.exec('COMMIT');
  other.close();
  const [path] = await Promise.all([backingUp, saving]);
  await settings.set({ analystName: 'After' });
  await care.restore(path);
  expect((await settings.get()).analystName).toBe('Before');
});

describe('restoring while others ask', () => {
  it('goes through, and nobody is answered by what was replaced', async () => {
    const { cases, care } = commands.app.services;
    await cases.create({ title: 'Kept' });
    const path = await backUp();
    await cases.create({ title: 'Replaced' });
    let isOver = false;
    const asking = (async () => {
      while (!isOver) {
        await cases.list();
        await delay(1);
      }
    })();
    try {
      await care.restore(path);
      expect((await cases.list()).map(({ title }) => title)).toEqual(['Kept']);
    } finally {
      isOver = true;
    }
    await asking;
  });

  it('ends a sync first: what it still has to write belongs to what is replaced', async () => {
    const { care, sync, runs } = commands.app.services;
    const path = await backUp();
    datadog.faults.add({ when: {}, fault: { kind: 'slow', delayMs: 300 } });
    const syncing = sync.run({ connectionIds: null, streams: null, full: false });
    await expect.poll(() => datadog.requests.length, { timeout: 30_000 }).toBeGreaterThan(0);
    await care.restore(path);
    expect(sync.status()).toEqual([]);
    expect((await syncing).map(({ status }) => status)).toEqual(['cancelled']);
    expect(await runs.list({ connectionId: null, limit: 10 })).toEqual([]);
  });
});
