/**
 * The store's own error: what an {@link AppError} is, without its module. A reader thread is started for a single small
 * question, and the schema library behind AppError would double that start (measured: 27 ms against 100 ms). Gateways turn
 * it into an AppError before anyone else sees it.
 */
import type { ErrorCode } from '#shared/errors/codes.ts';
import { errorCodes } from '#shared/errors/codes.ts';

/** Thrown inside the store; message and suggestion may be shown to the user. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly suggestion: string | null;

  /** @param message user-safe: no value, path or SQL in it. */
  constructor(
    code: ErrorCode,
    message: string,
    details: { readonly retryable?: boolean; readonly suggestion?: string; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.suggestion = details.suggestion ?? null;
  }
}

/** An error as it crosses a thread; `detail` is for the log only. */
export interface FaultWire {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly suggestion: string | null;
  readonly detail: string | null;
}

/** Turns any thrown value into its wire form; errors of SQLite are translated, an AppError (known by its shape) is kept. */
export function toFaultWire(error: unknown): FaultWire {
  if (error instanceof StoreFault) return wireOf(error, error.code, causeDetail(error));
  if (error instanceof Error) {
    const code = 'code' in error ? error.code : undefined;
    const known = errorCodes.find((candidate) => candidate === code);
    if (known !== undefined) return wireOf(error, known, causeDetail(error));
    const fault = typeof code === 'string' ? translateForeign(error, code) : undefined;
    if (fault !== undefined) return wireOf(fault, fault.code, String(code));
  }
  return {
    code: 'internal.bug',
    message: 'Something went wrong inside the store.',
    retryable: false,
    suggestion: null,
    // A stack holds function names and places only when the message line is cut off; values can be in the message.
    detail:
      error instanceof Error ? `${error.name} ${(error.stack ?? '').split('\n').slice(1, 6).join(' ')}` : typeof error,
  };
}

/**
 * Says what an error of SQLite or of the file system means to the user. Their own text is never shown: it can hold SQL or
 * a path.
 *
 * @param code extended result code (`SQLITE_IOERR_WRITE`) or system error name (`EROFS`).
 * @returns undefined for any other code.
 */
function translateForeign(cause: unknown, code: string): StoreFault | undefined {
  for (const [start, make] of translations) if (code.startsWith(start)) return make(cause);
  if (!code.startsWith('SQLITE_')) return undefined;
  return new StoreFault('internal.bug', 'The database refused an operation.', { cause });
}

/** As {@link translateForeign}, for a value that was caught; what is not foreign comes back as it is. */
export function translateCaught(error: unknown): unknown {
  if (error instanceof StoreFault || !(error instanceof Error) || !('code' in error)) return error;
  return (typeof error.code === 'string' ? translateForeign(error, error.code) : undefined) ?? error;
}

/** Whether SQLite said that someone else holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

const corrupt = (cause: unknown) =>
  new StoreFault('storage.corrupt', 'The database file is damaged.', {
    cause,
    suggestion: 'Nothing was changed. Restore a backup, or run: sightline repair',
  });
const full = (cause: unknown) =>
  new StoreFault('storage.full', 'The disk is full: nothing more can be stored.', {
    cause,
    suggestion: 'Free some space and try again; everything that was stored before is safe.',
  });
/** SQLite has one word for a used-up quota, a limit on the size of files and a failing disk. */
const unwritable = (cause: unknown) =>
  new StoreFault('storage.full', 'The disk is full, or it reports an error: nothing could be written.', {
    cause,
    suggestion: 'Free some space or look after the disk, then try again; everything that was stored before is safe.',
  });
const readOnly = (cause: unknown) =>
  new StoreFault('storage.readOnly', 'The database cannot be written: its file or folder is read-only.', {
    cause,
    suggestion: 'Searching works. Make the data folder writable to change or sync anything.',
  });
const busy = (cause: unknown) =>
  new StoreFault('storage.busy', 'Another Sightline is writing to the same data folder.', {
    cause,
    retryable: true,
    suggestion: 'Try again in a moment.',
  });

/** Longest match first: an extended code decides before its primary one. */
const translations: readonly (readonly [string, (cause: unknown) => StoreFault])[] = [
  ['SQLITE_BUSY', busy],
  ['SQLITE_LOCKED', busy],
  ['SQLITE_FULL', full],
  ['SQLITE_READONLY', readOnly],
  ['SQLITE_CANTOPEN', readOnly],
  ['SQLITE_PERM', readOnly],
  ['SQLITE_AUTH', readOnly],
  ['SQLITE_IOERR_CORRUPTFS', corrupt],
  ['SQLITE_IOERR_SHORT_READ', corrupt],
  ['SQLITE_IOERR_READ', corrupt],
  ['SQLITE_IOERR', unwritable],
  ['SQLITE_CORRUPT', corrupt],
  ['SQLITE_NOTADB', corrupt],
  ['EACCES', readOnly],
  ['EPERM', readOnly],
  ['EROFS', readOnly],
  ['ENOSPC', full],
  ['EDQUOT', full],
  ['EIO', unwritable],
  ['EFBIG', unwritable],
];

function wireOf(error: Error, code: ErrorCode, detail: string | null): FaultWire {
  return {
    code,
    message: error.message,
    retryable: 'retryable' in error && error.retryable === true,
    suggestion: 'suggestion' in error && typeof error.suggestion === 'string' ? error.suggestion : null,
    detail,
  };
}

function causeDetail(error: Error): string | null {
  const cause = error.cause;
  if (!(cause instanceof Error)) return null;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  return code === null ? cause.name : `${cause.name} ${code}`;
}
