import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, runNode } from './run-process.ts';
import { median } from './statistics.ts';

/** What starting a command costs, beside what starting Node costs at all. */
export interface StartFigures {
  readonly command: string;
  readonly wallMs: number;
  /** Of Node running an empty program, the same number of times. */
  readonly nodeMs: number;
}

const rounds = 5;

/** Starts a few small commands on a synced cache, each several times, alternating with an empty program. */
export async function measureStart(dataFolder: string): Promise<readonly StartFigures[]> {
  const empty = mkdtempSync(join(tmpdir(), 'sightline-bench-'));
  const commands: readonly (readonly string[])[] = [
    ['--version'],
    ['connections'],
    ['search', '203.0.113.9', '--json'],
    ['search', 'type:domain score:>=80', '--limit', '20', '--json'],
    ['search', '', '--count', '--json'],
  ];
  const figures: StartFigures[] = [];
  for (const args of commands) {
    // Once before, so that no round compiles.
    await runCommand({ args, dataFolder });
    const times = { command: [] as number[], node: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.command.push((await runCommand({ args, dataFolder })).wallMs);
      times.node.push((await runNode({ args: ['--eval', '0'], dataFolder: empty })).wallMs);
    }
    figures.push({
      command: args.map((arg) => (arg === '' || arg.includes(' ') ? `'${arg}'` : arg)).join(' '),
      wallMs: median(times.command),
      nodeMs: median(times.node),
    });
  }
  rmSync(empty, { recursive: true, force: true });
  return figures;
}
