import { type ChildProcess, spawn } from 'node:child_process';
import { homedir, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type FourVendors, vendorIds } from './four-vendors.ts';

const entry = fileURLToPath(new URL('../../../src/main/shell/cli/main.ts', import.meta.url));

/** A command line that is running. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly finished: Promise<CommandResult>;
}

export interface CommandResult {
  /** Null when it was killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Starts the command line as a process of its own, from source, on a data folder; `nodeArguments` are Node's own. Its temporary
 * files are where ours are.
 */
export function startCommand(
  folder: string,
  parameters: readonly string[],
  stdin = '',
  nodeArguments: readonly string[] = [],
): RunningCommand {
  const child = spawn(process.execPath, [...nodeArguments, entry, ...parameters], {
    env: { PATH: process.env['PATH'] ?? '', HOME: homedir(), TMPDIR: tmpdir(), SIGHTLINE_HOME: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A child that is killed while we write is what some tests are about.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const finished = new Promise<CommandResult>((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { child, finished };
}

/** What `sync --secrets-stdin` reads: the secrets of the connections named after their vendors. */
export function secretsText(emulators: FourVendors): string {
  return JSON.stringify(Object.fromEntries(vendorIds.map((vendor) => [vendor, emulators[vendor].secrets])));
}
