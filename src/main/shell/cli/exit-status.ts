import { AppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { OutputClosed } from './context.ts';

/** What the process ends with. */
export const exitStatus = { done: 0, failed: 1, usage: 2, credentials: 3, incomplete: 4, storage: 5 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** A command ended without an error but has a status to report; its output is written already. */
export class CommandOutcome extends Error {
  override readonly name = 'CommandOutcome';
  readonly status: ExitStatus;

  constructor(status: ExitStatus) {
    super(`exit status ${status}`);
    this.status = status;
  }
}

/** The status for an error by its area. */
export function statusOfError(error: unknown): ExitStatus {
  if (error instanceof CommandOutcome) return error.status;
  if (error instanceof OutputClosed) return exitStatus.done;
  return error instanceof AppError ? statusOfCode(error.code) : exitStatus.failed;
}

function statusOfCode(code: ErrorCode): ExitStatus {
  if (code.startsWith('input.')) return exitStatus.usage;
  if (code.startsWith('credential.')) return exitStatus.credentials;
  if (code.startsWith('storage.')) return exitStatus.storage;
  return exitStatus.failed;
}

/**
 * The status of a sync: done when every stream is complete; storage when the cache itself could not be written; credentials
 * when every failure is about them; failed when everything failed for another reason; else incomplete.
 */
export function statusOfRuns(runs: readonly Pick<SyncRun, 'status' | 'error'>[]): ExitStatus {
  const failed = runs.filter(({ status }) => status === 'failed');
  if (runs.every(({ status }) => status === 'complete')) return exitStatus.done;
  if (failed.some(({ error }) => error?.code.startsWith('storage.') === true)) return exitStatus.storage;
  if (failed.length > 0 && failed.every(({ error }) => isCredentialCode(error?.code ?? ''))) {
    return exitStatus.credentials;
  }
  return failed.length === runs.length ? exitStatus.failed : exitStatus.incomplete;
}

/** A key that is good but lacks a right is a matter of credentials too: another key is what helps. */
function isCredentialCode(code: string): boolean {
  return code.startsWith('credential.') || code === 'vendor.forbidden';
}
