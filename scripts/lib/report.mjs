/**
 * Tells the user what set-up does. On stderr: stdout belongs to the task that follows.
 *
 * @param {string} text
 */
export function tell(text) {
  process.stderr.write(`${text}\n`);
}

/** A failure whose message is all the user needs; printed without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/** Ctrl-C or another signal ended a step: no message, this process ends in the same way. */
export class Interrupted extends Error {
  /** @override */
  name = 'Interrupted';

  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}`);
    this.signal = signal;
  }
}
