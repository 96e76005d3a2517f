import type { Logger } from '#main/ports/ports.ts';
import { describeError } from './report-error.ts';

/**
 * From here on what nobody caught becomes an entry in the log and a sentence instead of a stack, and ends the process with 1.
 *
 * @param show tells the user, with the reference into the log; on standard error where nothing else is given.
 */
export function guardProcess(
  shell: string,
  logger: Pick<Logger, 'fail'>,
  show: (reference: string) => void = showOnStandardError,
): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      try {
        show(logger.fail(`${shell}.${event}`, error));
      } finally {
        process.exit(1);
      }
    });
  }
}

function showOnStandardError(reference: string): void {
  process.stderr.write(`${describeError(undefined, reference)}\n`);
}
