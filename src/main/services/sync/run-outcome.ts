import { AppError } from '#shared/errors/app-error.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import type { PageOutcome } from '../ports/store/ingest.ts';

/** How a run ended and why, if it is not simply complete. */
export interface RunVerdict {
  readonly status: 'complete' | 'incomplete' | 'failed' | 'cancelled';
  readonly error: SyncRun['error'];
}

/** The walk came to its end: complete only when everything announced arrived and could be read. Pure. */
export function judgeWalk(page: PageOutcome): RunVerdict {
  const expected = page.end?.expected ?? null;
  if (page.rejected > 0) {
    return incomplete(
      `${count(page.rejected, 'record')} could not be read and ${page.rejected === 1 ? 'was' : 'were'} put aside.`,
    );
  }
  if (expected !== null && page.received < expected) {
    return incomplete(`The vendor announced ${count(expected, 'record')}, ${page.received} arrived.`);
  }
  if (page.end?.complete !== true) return incomplete('Not everything that the vendor holds arrived.');
  return { status: 'complete', error: null };
}

/** The walk was broken off by our own guard. */
export function judgeGuard(reason: string): RunVerdict {
  return incomplete(reason);
}

/** The walk was broken off by an error: being told to come back later leaves a run unfinished, anything else fails it. */
export function judgeError(error: AppError): RunVerdict {
  if (error.code === 'internal.cancelled') return { status: 'cancelled', error: null };
  const isLater = error.code === 'vendor.rateLimited' || error.code === 'vendor.unavailable';
  return { status: isLater ? 'incomplete' : 'failed', error: describeError(error) };
}

/** Code and message, with the advice where there is one. */
function describeError(error: AppError): { readonly code: string; readonly message: string } {
  return {
    code: error.code,
    message: [error.message, error.suggestion].filter((part) => part !== undefined).join(' '),
  };
}

/**
 * Whether an error concerns the whole account, so that its other streams need not be tried: the key, the right, the
 * budget, the place where records go.
 */
export function stopsConnection(error: AppError): boolean {
  return (
    /^(credential|storage)\./.test(error.code) ||
    ['vendor.forbidden', 'vendor.rateLimited', 'network.tls'].includes(error.code)
  );
}

/**
 * A vendor that forgets may have forgotten records since the last complete run; the run itself is complete.
 * @returns null when nothing can have been lost.
 */
export function findPossibleLoss(gap: {
  readonly lastCompleteAtMs: number | null;
  readonly startedAtMs: number;
  readonly memoryMs: number | null;
}): SyncRun['error'] {
  if (gap.lastCompleteAtMs === null || gap.memoryMs === null) return null;
  const gapMs = gap.startedAtMs - gap.lastCompleteAtMs;
  if (gapMs <= gap.memoryMs) return null;
  return {
    code: 'sync.possibleLoss',
    message: `The last complete sync was ${days(gapMs)} ago and the vendor remembers ${days(gap.memoryMs)}: records in between may be lost.`,
  };
}

/** Anything thrown as an {@link AppError}; what is none is our own mistake. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal.bug', 'Something went wrong inside Sightline.', { cause: error });
}

function incomplete(message: string): RunVerdict {
  return { status: 'incomplete', error: { code: 'vendor.badResponse', message } };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function days(durationMs: number): string {
  return count(Math.floor(durationMs / 86_400_000), 'day');
}
