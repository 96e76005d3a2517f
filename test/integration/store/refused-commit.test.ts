/** Commits that a failing disk refused, and what is left of them in the log. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepare, requireIntegrity, runAndKill, startAndListen } from '../../chaos/scene.ts';
import { compareWork } from '../../chaos/work.ts';
import { failingDiskEnvironment, healDisk } from '../../support/failing-disk.ts';
import { makeDataFolder, openTestStore, plan } from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let disk: ReturnType<typeof makeDataFolder>;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  data = makeDataFolder();
  disk = makeDataFolder();
  env = failingDiskEnvironment(join(disk.folder, 'disk'));
  await prepare(data.folder, 200);
});
afterEach(() => {
  data.remove();
  disk.remove();
});

it.each(['1', '2', '3'])(
  'a commit whose fsync failed is not there after a kill, and nothing is called spoilt (seed %s)',
  async (seed) => {
    const { lines, wasRunning } = await runAndKill('trouble-child.ts', [data.folder, 'eio-end', seed], null, env);
    expect([wasRunning, lines.at(-1)?.startsWith('refused')]).toEqual([true, true]);
    healDisk('sync', env);
    expect(await startAndListen(data.folder)).toMatchObject({ isLogSpoilt: false });
    expect(compareWork(data.folder, lines, 0)).toEqual({ lost: 0, different: 0 });
  },
);

it('what other processes store beside one whose commits are refused stays, whole', async () => {
  const store = await openTestStore('worker', data.folder);
  await store.write('settings.set', { name: 'beside 0', value: '0' });
  let isOver = false;
  const troubled = runAndKill('trouble-child.ts', [data.folder, 'eio-syncs', '5'], null, env).finally(() => {
    isOver = true;
  });
  let stored = 1;
  for (; !isOver; stored += 1) {
    await store.write('settings.set', { name: `beside ${stored}`, value: 'x'.repeat(stored % 9_000) });
    expect((await store.read('indicators.count', { plan: plan() })).value).toBe(200);
  }
  const { lines } = await troubled;
  expect(lines.filter((line) => line.startsWith('refused')).length).toBeGreaterThan(5);
  expect(stored).toBeGreaterThan(5);
  const settings = await store.read('settings.get', null);
  for (let n = 1; n < stored; n += 1) expect(settings[`beside ${n}`]).toHaveLength(n % 9_000);
  await store.close();
  expect(await startAndListen(data.folder)).toMatchObject({ isLogSpoilt: false });
  requireIntegrity(data.folder);
  expect(compareWork(data.folder, lines, 0)).toEqual({ lost: 0, different: 0 });
});
