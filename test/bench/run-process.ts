import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const probe = new URL('./usage-probe.mjs', import.meta.url).href;
/** The one that the Chromium shell uses; the bundle of the command line has its own. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/sightline', import.meta.url));
const cliEntry = fileURLToPath(new URL('../../scripts/cli.mjs', import.meta.url));

/** What a process cost from its start to its end, as its probe reports it. */
export interface ProcessUsage {
  /** Most memory resident at a time, bytes. */
  readonly peakBytes: number;
  /** Processor time of all threads in user and system mode, ms. */
  readonly cpuMs: number;
  /** From the start of the process, ms. */
  readonly wallMs: number;
}

/** A process that has ended. */
export interface FinishedProcess extends ProcessUsage {
  readonly stdout: string;
}

/** What to run and with what. */
export interface ProcessToRun {
  readonly args: readonly string[];
  readonly dataFolder: string;
  readonly stdin?: string;
  /** Further arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** Runs the command line as its user does, as a process of its own. @throws Error when it does not end with 0. */
export function runCommand({ args, ...rest }: ProcessToRun): Promise<FinishedProcess> {
  return run({ args: [cliEntry, ...args], ...rest }, {});
}

/** Runs Node on a file and measures the process. */
export function runNode(process: ProcessToRun): Promise<FinishedProcess> {
  return run(process, { NODE_COMPILE_CACHE: compileCache });
}

async function run(
  { args, dataFolder, stdin = '', nodeArgs = [] }: ProcessToRun,
  environment: NodeJS.ProcessEnv,
): Promise<FinishedProcess> {
  const child = spawn(process.execPath, [...nodeArgs, '--import', probe, ...args], {
    env: { PATH: process.env['PATH'] ?? '', SIGHTLINE_HOME: dataFolder, ...environment },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Descriptor 3 is a pipe, as asked for above.
  const report = child.stdio[3] as Readable;
  const [stdout, stderr, usage, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    text(report),
    ended,
  ]);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  // Written by the probe.
  return { ...(JSON.parse(usage) as ProcessUsage), stdout };
}
