import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Thread } from '#main/db/gateway/thread.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-thread-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A thread that leaves a file behind when it ends by itself, which it cannot when it is torn down. */
function start(): { readonly thread: Thread; readonly mark: string } {
  const mark = join(folder, 'ended');
  const entry = pathToFileURL(join(import.meta.dirname, '../../support/marking-thread.ts'));
  const thread = new Thread({ entry, name: 'test', data: mark, youngHeapMb: 8, isExpendable: true });
  return { thread, mark };
}

it('lets an idle thread end by itself', async () => {
  const { thread, mark } = start();
  expect(await thread.call('echo', [7])).toBe(7);
  await thread.stop();
  expect(existsSync(mark)).toBe(true);
  await expect(thread.call('echo', [1])).rejects.toMatchObject({ code: 'internal.bug' });
  await thread.stop();
});

it('lets one that is still starting end by itself', async () => {
  const { thread, mark } = start();
  await thread.stop();
  expect(existsSync(mark)).toBe(true);
});

it('tears down one that is at work, and fails its call', async () => {
  const { thread, mark } = start();
  await thread.call('echo', [1]);
  const hanging = thread.call('hang', []).catch((error: unknown) => error);
  await thread.stop();
  expect(await hanging).toMatchObject({ code: 'internal.bug' });
  expect(existsSync(mark)).toBe(false);
});
