import { CommanderError } from 'commander';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { describeError, logFailure } from '../report-error.ts';
import { type CliContext, OutputClosed } from './context.ts';
import { CommandOutcome, statusOfOutcome } from './exit-status.ts';
import { furtherAdvice } from './output/further-advice.ts';
import { createProgram } from './program.ts';

/** Commands that end by themselves when told to stop, since they have something to put in order and to say. */
const endingThemselves: ReadonlySet<string> = new Set(['sync', 'retention', 'backup', 'restore', 'repair']);

/** Runs one command line; never rejects. @returns the exit status. */
export async function runCommandLine(
  context: CliContext,
  argv: readonly string[],
  version: string,
): Promise<ExitStatus> {
  let command = '';
  // From here on, as it may come while the commands are loaded.
  const interruption = watchInterruption(context, () => !endingThemselves.has(command));
  try {
    const program = await createProgram(context, version, argv[0]);
    program.hook('preAction', (_program, action) => {
      command = action.name();
    });
    await Promise.race([program.parseAsync([...argv], { from: 'user' }), interruption.interrupted]);
    return exitStatus.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
    if (!(error instanceof CommandOutcome) && !(error instanceof OutputClosed)) {
      const reference = logFailure(context.logger, 'cli.failed', error);
      context.stderr.write(`${describeError(error, reference, furtherAdvice)}\n`);
    }
    return statusOfOutcome(error);
  } finally {
    interruption.stop();
  }
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
