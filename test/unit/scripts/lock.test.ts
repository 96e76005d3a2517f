import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withLock } from '../../../scripts/lib/lock.mjs';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-lock-'));
  lock = join(folder, 'deep', 'setup.lock');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A process that holds the lock and writes what it does to a journal; `holdMs` long, or until killed. */
function startHolder(name: string, holdMs: number) {
  const program = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(new URL('../../../scripts/lib/lock.mjs', import.meta.url).href)};
    const note = (text) => appendFileSync(${JSON.stringify(join(folder, 'journal'))}, text + '\\n');
    await withLock(${JSON.stringify(lock)}, {
      action: async () => {
        note('${name} in');
        await sleep(${holdMs});
        note('${name} out');
      },
    });`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
}

const journal = () => {
  const file = join(folder, 'journal');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};

test('returns what the action returns and leaves nothing behind', async () => {
  expect(await withLock(lock, { action: async () => 42 })).toBe(42);
  await expect(withLock(lock, { action: () => Promise.reject(new RangeError('x')) })).rejects.toThrowError(RangeError);
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('several processes go one after the other', async () => {
  const holders = ['a', 'b', 'c', 'd'].map((name) => startHolder(name, 50));
  await Promise.all(holders.map((holder) => once(holder, 'close')));
  const lines = journal();
  expect(lines).toHaveLength(8);
  for (let index = 0; index < 8; index += 2) expect(lines[index + 1]).toBe(lines[index]?.replace('in', 'out'));
});

test('says once for whom it waits', async () => {
  const holder = startHolder('a', 3_000);
  await expect.poll(journal).toContain('a in');
  const onWait = vi.fn();
  await withLock(lock, { onWait, action: async () => appendFileSync(join(folder, 'journal'), 'me\n') });
  expect(onWait.mock.calls).toEqual([[holder.pid]]);
  expect(journal()).toEqual(['a in', 'a out', 'me']);
});

test('takes over from processes that were killed, one taker at a time', async () => {
  const killed = startHolder('killed', 60_000);
  await expect.poll(journal).toContain('killed in');
  killed.kill('SIGKILL');
  await once(killed, 'close');
  const takers = ['a', 'b', 'c'].map((name) => startHolder(name, 50));
  await Promise.all(takers.map((taker) => once(taker, 'close')));
  const lines = journal().slice(1);
  expect(lines).toHaveLength(6);
  for (let index = 0; index < 6; index += 2) expect(lines[index + 1]).toBe(lines[index]?.replace('in', 'out'));
});

test('a holder on another host, or an unreadable one, is given up only after long silence', async () => {
  for (const content of [JSON.stringify({ pid: 1, host: `not-${hostname()}`, token: 't' }), '']) {
    await withLock(lock, { action: async () => undefined });
    writeFileSync(lock, content);
    const action = vi.fn(async () => undefined);
    const waiting = withLock(lock, { action });
    await sleep(500);
    expect(action).not.toHaveBeenCalled();
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(lock, longAgo, longAgo);
    await waiting;
    expect(action).toHaveBeenCalledOnce();
  }
});
