import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { keepMemoryOutOfDumps, limitCoreSize } from '../../../src/main/platform/core-dumps.ts';

const module = fileURLToPath(new URL('../../../src/main/platform/core-dumps.ts', import.meta.url));

/** What a process says about itself, in a process of its own: the setting cannot be taken back. */
function describeGuarded(): { readonly filter: string; readonly childFilter: string; readonly limit: string } {
  const script = `
    import { readFileSync } from 'node:fs';
    import { execFileSync } from 'node:child_process';
    import { setTimeout as wait } from 'node:timers/promises';
    const { keepMemoryOutOfDumps, limitCoreSize } = await import(${JSON.stringify(module)});
    keepMemoryOutOfDumps('linux');
    limitCoreSize('linux');
    const limit = () => /Max core file size +(\\S+) +(\\S+)/.exec(readFileSync('/proc/self/limits', 'utf8')).slice(1).join(' ');
    for (let turn = 0; turn < 500 && limit() !== '0 0'; turn += 1) await wait(10);
    const filter = readFileSync('/proc/self/coredump_filter', 'utf8').trim();
    const childFilter = execFileSync('cat', ['/proc/self/coredump_filter'], { encoding: 'utf8' }).trim();
    process.stdout.write(JSON.stringify({ filter, childFilter, limit: limit() }));`;
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', 'ulimit -c unlimited 2>/dev/null; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('core dumps', () => {
  it.runIf(process.platform === 'linux')('hold no memory of ours or of our children, and are 0 bytes long', () => {
    expect(describeGuarded()).toEqual({ filter: '00000000', childFilter: '00000000', limit: '0 0' });
  });

  it('are left to the system elsewhere', () => {
    expect(keepMemoryOutOfDumps('win32')).toBe(false);
    expect(() => limitCoreSize('darwin')).not.toThrow();
  });
});
