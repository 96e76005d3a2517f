import { CommanderError } from 'commander';
import type { CliContext } from './context.ts';
import { CommandOutcome, type ExitStatus, exitStatus, statusOfError } from './exit-status.ts';
import { describeError } from './output/report-error.ts';
import { createProgram } from './program.ts';

/** Runs one command line; never rejects. @returns the exit status. */
export async function runCommandLine(
  context: CliContext,
  argv: readonly string[],
  version: string,
): Promise<ExitStatus> {
  try {
    await createProgram(context, version).parseAsync([...argv], { from: 'user' });
    return exitStatus.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
    if (!(error instanceof CommandOutcome)) context.stderr.write(`${describeError(error)}\n`);
    return statusOfError(error);
  }
}
