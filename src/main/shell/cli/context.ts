import type { Readable, Writable } from 'node:stream';
import type { App } from '#main/app/create-app.ts';
import type { Clock, Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { writeJson } from './output/json-text.ts';

/** What a command may touch: streams, the application, and the wish to stop. */
export interface CliContext {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'fail' | 'refer'>;
  readonly dataFolder: string;
  /** Aborted by Ctrl-C, a termination signal, or a stdout that cannot be written; its reason is the error that tells which. */
  readonly signal: AbortSignal;
  /** Starts the application on first use, so that `--help` costs nothing. */
  app(): Promise<App>;
}

/** The reader of stdout went away, as `head` does: nothing is left to say, and nothing went wrong. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Columns of the terminal behind a stream; undefined for what is none, or does not tell (a pseudo terminal says 0). */
export function widthOf({ columns }: { readonly columns?: number }): number | undefined {
  return columns === undefined || columns <= 0 ? undefined : columns;
}

/** Ctrl-C or a termination signal came. */
export function interruption(): AppError {
  return new AppError('internal.cancelled', 'Interrupted.');
}

/**
 * Writes to stdout and waits where the reader is slow.
 * @throws OutputClosed; AppError `export.notWritable` (a file on a full disk), `internal.cancelled` after Ctrl-C.
 */
export function print(context: CliContext, text: string | Uint8Array): Promise<void> {
  return context.signal.aborted ? Promise.reject(context.signal.reason) : printDone(context, text);
}

/** What was done and is not taken back any more is told after Ctrl-C too. @throws OutputClosed; AppError `export.notWritable`. */
export function printDone(context: CliContext, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    context.stdout.write(text, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(translateWriteError(error));
    });
  });
}

/** One JSON value on one line, in which nothing steers a terminal. */
export function printJson(context: CliContext, value: unknown): Promise<void> {
  return print(context, `${writeJson(value)}\n`);
}

/** A remark for the person at the terminal; never a result. Whatever foreign text is in it, each line stays one and steers nothing. */
export function remark(context: CliContext, ...lines: readonly string[]): void {
  context.stderr.write(lines.map((line) => `${revealHidden(line)}\n`).join(''));
}

/** What a failed write to stdout means. @returns OutputClosed, or AppError `export.notWritable`. */
export function translateWriteError(error: Error): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return new OutputClosed();
  const reason = code === 'ENOSPC' ? 'the disk is full' : `the system says ${String(code)}`;
  return new AppError('export.notWritable', `Standard output could not be written: ${reason}.`, {
    cause: error,
    suggestion: 'What was printed so far is not the whole.',
  });
}
