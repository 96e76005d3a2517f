import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { childEnvironment, projectRoot } from './project.mjs';
import { Interrupted } from './report.mjs';

/**
 * How a child process ended: by status or by signal. `interruptedBy`: the signal that reached us meanwhile, which the child may have
 * turned into a status of its own.
 *
 * @typedef {{ readonly status: number | null, readonly signal: NodeJS.Signals | null, readonly interruptedBy?: NodeJS.Signals | undefined }} Ending
 */

/** @type {readonly NodeJS.Signals[]} */
const passedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end in the project's folder.
 *
 * While it runs, signals are its matter: a terminal sends Ctrl-C to both of us, so there we only outlive it; anywhere else, and
 * for the other signals, we hand them on.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ readonly stdio?: import('node:child_process').StdioOptions, readonly env?: NodeJS.ProcessEnv, readonly cwd?: string }} [options]
 * @returns {Promise<Ending>}
 */
export function runChild(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? projectRoot,
      env: options.env ?? childEnvironment(),
      stdio: options.stdio ?? 'inherit',
    });
    /** @type {NodeJS.Signals | undefined} */
    let interruptedBy;
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      interruptedBy = signal;
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of passedSignals) process.on(signal, pass);
    const stop = () => {
      for (const signal of passedSignals) process.off(signal, pass);
    };
    child.once('error', (error) => {
      stop();
      reject(error);
    });
    child.once('close', (status, signal) => {
      stop();
      resolve({ status, signal, interruptedBy });
    });
  });
}

/**
 * Ends this process as the child ended, by the same signal where there was one, so that shells and npm see the truth.
 *
 * @param {Ending} ending
 */
export function endLike({ status, signal }) {
  if (signal === null) {
    process.exit(status ?? 1);
  }
  process.exitCode = 128 + (constants.signals[signal] ?? 0);
  process.kill(process.pid, signal);
}

/**
 * Whether a step ended well.
 *
 * @param {Ending} ending
 * @throws {Interrupted} when a signal ended it, or came while it failed: then there is nothing to report.
 */
export function succeeded({ status, signal, interruptedBy }) {
  if (status === 0) return true;
  const cause = interruptedBy ?? signal;
  if (cause === 'SIGINT' || cause === 'SIGTERM' || cause === 'SIGHUP') throw new Interrupted(cause);
  return false;
}
