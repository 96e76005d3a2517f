import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const home = mkdtempSync(join(tmpdir(), 'sightline-guarded-'));
// The application makes it when it starts.
mkdirSync(join(home, 'logs'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function run(program: string, ...args: readonly string[]) {
  const file = fileURLToPath(new URL(`../../support/${program}`, import.meta.url));
  const env = { PATH: process.env['PATH'], SIGHTLINE_HOME: home };
  return spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8' });
}

const advice = 'Try again. If it stays, save the diagnostics under Settings and report it with the reference.';
/** Parts of the message, of a path and of a stack. */
const untold = /somebody|\.ts|\n\s+at /;

describe.each(['uncaughtException', 'unhandledRejection'])('an %s', (event) => {
  it('is an entry in the log and a sentence, and ends the process with 1', () => {
    const { status, stdout, stderr } = run('guarded-process.ts', event);
    expect(stdout).toBe(`test.${event}: Error: Cannot read /home/somebody/keys\n`);
    expect(stderr).toBe(
      `sightline: Something went wrong inside Sightline; the log has the details under ref-1.\n  ${advice}\n  (internal.bug)\n`,
    );
    expect(status).toBe(1);
  });

  it('ends the process in the same way when nothing can be shown', () => {
    const { status, stdout, stderr } = run('guarded-process.ts', event, 'mute');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain(`test.${event}`);
  });

  it('is a box of ours in Electron, without the stack', () => {
    const { status, stdout, stderr } = run('guarded-electron.ts', event);
    const reference = /the log has the details under (\w+)\./.exec(stdout)?.[1];
    expect(stdout).toContain(`errorBox:Sightline has stopped: Something went wrong inside Sightline; `);
    expect(stdout).toContain(advice);
    expect(stdout + stderr).not.toMatch(untold);
    expect(status).toBe(1);
    const log = readFileSync(join(home, 'logs', 'sightline.log'), 'utf8');
    const entries = log.split('\n').filter((line) => reference !== undefined && line.includes(reference));
    expect(entries).toEqual([expect.stringContaining(`electron.${event}`)]);
  });
});
