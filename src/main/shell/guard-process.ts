import type { Logger } from '#main/ports/ports.ts';
import { describeError } from './report-error.ts';

/** From here on what nobody caught becomes an entry in the log and a sentence instead of a stack, and ends the process with 1. */
export function guardProcess(shell: string, logger: Pick<Logger, 'fail'>): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      process.stderr.write(`${describeError(undefined, logger.fail(`${shell}.${event}`, error))}\n`);
      process.exit(1);
    });
  }
}
