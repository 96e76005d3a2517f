import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AllEmulators } from '../emulators/start-all.ts';

const sourceEntry = fileURLToPath(new URL('../../src/main/shell/cli/main.ts', import.meta.url));

/** What a command came to. */
export interface CliResult {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface RunningCli {
  readonly process: ChildProcess;
  readonly ended: Promise<CliResult>;
  /** Resolves as soon as what was printed to that stream fits; rejects when the command ends before. */
  until(stream: 'stdout' | 'stderr', fits: (text: string) => boolean): Promise<string>;
}

export interface CliOptions {
  /** What stdin holds; objects are written as JSON. Default: nothing. */
  readonly stdin?: string | object;
  readonly folder?: string;
  readonly cwd?: string;
  /** On top of a bare environment, in which there is no keychain. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Words before the command, e.g. `setpriv …`. */
  readonly launcher?: readonly string[];
  /** File of the program. Default: its source. */
  readonly entry?: string;
}

/** The command line as its users have it: processes of their own on one data folder. */
export interface Cli {
  /** `SIGHTLINE_HOME`; does not exist until a command makes it. */
  readonly folder: string;
  /** A folder for other files, for instance exports. */
  readonly scratch: string;
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  start(args: readonly string[], options?: CliOptions): RunningCli;
  /** Runs a command that must succeed, and parses its JSON lines. */
  json(args: readonly string[], options?: CliOptions): Promise<readonly JsonObject[]>;
  /** Ends what still runs and removes the folders. */
  remove(): Promise<void>;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** A command line on a fresh data folder. */
export function createCli(defaults: CliOptions = {}): Cli {
  const root = mkdtempSync(join(tmpdir(), 'sightline-cli-'));
  const folder = join(root, 'data');
  const scratch = join(root, 'scratch');
  mkdirSync(scratch);
  const running = new Set<RunningCli>();

  const start = (args: readonly string[], options: CliOptions = {}): RunningCli => {
    const started = startProcess(args, { folder, cwd: scratch, ...defaults, ...options });
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  const run = (args: readonly string[], options?: CliOptions): Promise<CliResult> => start(args, options).ended;
  return {
    folder,
    scratch,
    start,
    run,
    async json(args, options) {
      const plain = args.indexOf('--');
      const at = plain === -1 ? args.length : plain;
      const result = await run(args.toSpliced(at, 0, '--json'), options);
      if (result.status !== 0) throw new Error(`${args.join(' ')}: ${result.status} ${result.stderr}`);
      return parseLines(result.stdout);
    },
    async remove() {
      for (const { process: child } of running) child.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** One JSON object per line. @throws when a line is none. */
export function parseLines(text: string): readonly JsonObject[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** What `sync --secrets-stdin` reads, for connections named after their vendors. */
export function secretsOf(emulators: AllEmulators): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { datadog, crowdstrike, threatgrid, virustotal } = emulators;
  return {
    datadog: datadog.secrets,
    crowdstrike: crowdstrike.secrets,
    threatgrid: threatgrid.secrets,
    virustotal: virustotal.secrets,
  };
}

function startProcess(args: readonly string[], options: CliOptions & { readonly folder: string }): RunningCli {
  const [program = process.execPath, ...before] = [...(options.launcher ?? []), process.execPath];
  const child = spawn(program, [...before, options.entry ?? sourceEntry, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', SIGHTLINE_HOME: options.folder, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
      for (const check of [...waiting]) check();
    });
  }
  // A command may end without reading what it is given.
  child.stdin.on('error', () => undefined);
  const { stdin = '' } = options;
  child.stdin.end(typeof stdin === 'string' ? stdin : JSON.stringify(stdin));
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, ...text }));
  });
  return {
    process: child,
    ended,
    until: (name, fits) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!fits(text[name])) return;
          waiting.delete(check);
          resolve(text[name]);
        };
        waiting.add(check);
        check();
        void ended.then(({ status, stderr }) => reject(new Error(`The command ended before: ${status} ${stderr}`)));
      }),
  };
}
