import { PassThrough, Readable, Writable } from 'node:stream';
import type { CliContext } from '#main/shell/cli/context.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryLogger } from './memory-logger.ts';

/** A command line without a process: what is typed goes in as text, what is printed is kept. */
export interface CliDouble extends CliContext {
  readonly logger: MemoryLogger;
  readonly clock: FakeClock;
  /** Everything printed so far. */
  out(): string;
  err(): string;
  abort(reason: unknown): void;
}

export interface CliDoubleOptions {
  /** What stdin holds; bytes for what is no text. */
  readonly stdin?: string | Uint8Array;
  /** What somebody types at a terminal, line by line. */
  readonly typed?: readonly string[];
  readonly columns?: number;
  readonly app?: CliContext['app'];
  /** What writing to stdout fails with. */
  readonly outputFails?: NodeJS.ErrnoException;
}

/** @param options without `app`, asking for the application is an error of the test. */
export function createCliDouble(options: CliDoubleOptions = {}): CliDouble {
  const printed = { out: '', err: '' };
  const controller = new AbortController();
  const stdin =
    options.typed === undefined ? Readable.from([Buffer.from(options.stdin ?? '')]) : typeLines(options.typed);
  const isTTY = options.typed !== undefined;
  const terminal = options.columns === undefined ? {} : { isTTY: true, columns: options.columns };
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      if (options.outputFails === undefined) printed.out += String(chunk);
      done(options.outputFails);
    },
  });
  stdout.on('error', () => undefined);
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      printed.err += String(chunk);
      done();
    },
  });
  return {
    stdin: Object.assign(stdin, { isTTY }),
    stdout: Object.assign(stdout, terminal),
    stderr: Object.assign(stderr, terminal),
    clock: new FakeClock(),
    logger: new MemoryLogger(),
    dataFolder: '/nowhere',
    signal: controller.signal,
    app: options.app ?? (() => Promise.reject(new Error('Nothing should have asked for the application.'))),
    out: () => printed.out,
    err: () => printed.err,
    abort: (reason) => controller.abort(reason),
  };
}

/** A terminal's input: `\u0003` is Ctrl-C and `\u0004` Ctrl-D. */
function typeLines(lines: readonly string[]): Readable {
  const terminal = new PassThrough();
  const isKey = (line: string): boolean => line.endsWith('\u0003') || line.endsWith('\u0004');
  terminal.write(lines.map((line) => (isKey(line) ? line : `${line}\r`)).join(''));
  return terminal;
}
