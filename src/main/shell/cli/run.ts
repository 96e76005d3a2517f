import { CommanderError } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import { type CliContext, OutputClosed } from './context.ts';
import { CommandOutcome, type ExitStatus, exitStatus, statusOfError } from './exit-status.ts';
import { describeError } from './output/report-error.ts';
import { createProgram } from './program.ts';

/** Commands that end by themselves when told to stop, since they have something to put in order and to say. */
const endingThemselves: ReadonlySet<string> = new Set(['sync']);

/** Runs one command line; never rejects. @returns the exit status. */
export async function runCommandLine(
  context: CliContext,
  argv: readonly string[],
  version: string,
): Promise<ExitStatus> {
  const program = createProgram(context, version);
  let command = '';
  program.hook('preAction', (_program, action) => {
    command = action.name();
  });
  const interruption = watchInterruption(context, () => !endingThemselves.has(command));
  try {
    await Promise.race([program.parseAsync([...argv], { from: 'user' }), interruption.interrupted]);
    return exitStatus.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
    if (!(error instanceof CommandOutcome) && !(error instanceof OutputClosed)) {
      context.stderr.write(`${describeError(error, referenceOf(context, error))}\n`);
    }
    return statusOfError(error);
  } finally {
    interruption.stop();
  }
}

/** The entry in the log under which more can be found; only what is not an answer to the user's own input has one. */
function referenceOf(context: CliContext, error: unknown): string | undefined {
  if (error instanceof AppError && error.code !== 'internal.bug' && error.cause === undefined) return undefined;
  const reference = context.logger.fail('cli.failed', error);
  return error instanceof AppError && error.code !== 'internal.bug' ? undefined : reference;
}

function watchInterruption(context: CliContext, isWanted: () => boolean) {
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  // Nobody may be listening any more when it comes.
  interrupted.catch(() => undefined);
  const interrupt = (): void => {
    if (isWanted()) reject(context.signal.reason);
  };
  context.signal.addEventListener('abort', interrupt, { once: true });
  return { interrupted, stop: () => context.signal.removeEventListener('abort', interrupt) };
}
