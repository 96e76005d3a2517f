/** A pipe where a file is meant: a signal ends every command, whatever it is waiting for. */
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { succeed } from './cache.ts';

let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  await succeed(cli.run(['case', 'create', '--title', 'Pipes']));
});

afterAll(() => cli.remove());

/** The other end of a pipe, as soon as somebody reads at the first. */
async function openWhenRead(pipe: string): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch {
      await delay(20);
    }
  }
}

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  beforeAll(() => {
    execFileSync('mkfifo', [join(cli.scratch, 'pipe.liquid')]);
  });

  it.each([
    ['import'],
    ['lookup'],
    ['lists', 'import'],
    ['network', 'trust'],
    ['case', 'file', 'CASE-0001'],
    ['case', 'open-bundle'],
    ['export', 'CASE-0001', '--format', 'markdown', '--out', 'x.md', '--template'],
  ])('does not keep %s %s', async (...words) => {
    const command = cli.start([...words, 'pipe.liquid']);
    const writer = await openWhenRead(join(cli.scratch, 'pipe.liquid'));
    command.process.kill('SIGTERM');
    await expect(command.ended).resolves.toEqual({
      status: 1,
      signal: null,
      stdout: '',
      stderr: 'sightline: Interrupted.\n',
    });
    await writer.close();
  });
});
