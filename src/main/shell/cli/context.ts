import type { Readable, Writable } from 'node:stream';
import type { App } from '#main/app/create-app.ts';
import type { Clock } from '#main/app/ports.ts';

/** What a command may touch: streams, the application, and the wish to stop. */
export interface CliContext {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly clock: Clock;
  readonly dataFolder: string;
  /** Aborted by Ctrl-C or a termination signal. */
  readonly signal: AbortSignal;
  /** Starts the application on first use, so that `--help` costs nothing. */
  app(): Promise<App>;
}

/** Writes to stdout and waits where the reader is slow; a reader that went away (`| head`) ends the program quietly. */
export async function print(context: CliContext, text: string): Promise<void> {
  if (context.stdout.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      context.stdout.off('drain', settle);
      context.stdout.off('error', settle);
      if (error === undefined || error === null) resolve();
      else reject(error);
    };
    context.stdout.once('drain', settle);
    context.stdout.once('error', settle);
  });
}

/** One JSON value on one line. */
export function printJson(context: CliContext, value: unknown): Promise<void> {
  return print(context, `${JSON.stringify(value)}\n`);
}

/** A remark for the person at the terminal; never a result. */
export function remark(context: CliContext, text: string): void {
  context.stderr.write(`${text}\n`);
}
