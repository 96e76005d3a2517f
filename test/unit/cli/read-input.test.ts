import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { interruption } from '#main/shell/cli/context.ts';
import { readInput } from '#main/shell/cli/read-input.ts';
import { createCliDouble } from '../../support/cli-double.ts';

it('lets go of standard input when interrupted, though it stays open', async () => {
  const stdin = new PassThrough();
  const controller = new AbortController();
  const reading = readInput({ ...createCliDouble(), stdin, signal: controller.signal }, '-', 100);
  stdin.write('the beginning');
  controller.abort(interruption());
  await expect(reading).rejects.toMatchObject({ code: 'internal.cancelled' });
  expect(stdin.destroyed).toBe(true);
});

it('takes standard input to its end', async () => {
  const stdin = new PassThrough();
  stdin.end('all of it');
  const { name, bytes } = await readInput({ ...createCliDouble(), stdin }, '-', 9);
  expect([name, Buffer.from(bytes).toString()]).toEqual(['standard input', 'all of it']);
});

it('takes no more of it than is allowed', async () => {
  const stdin = new PassThrough();
  stdin.end('all of it');
  await expect(readInput({ ...createCliDouble(), stdin }, '-', 8)).rejects.toMatchObject({ code: 'input.tooLarge' });
});
