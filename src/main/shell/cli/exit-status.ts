import { AppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import type { SyncRun } from '#shared/model/connection.ts';

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
  return error instanceof AppError ? statusOfCode(error.code) : exitStatus.failed;
}

function statusOfCode(code: ErrorCode): ExitStatus {
  if (code.startsWith('input.')) return exitStatus.usage;
  if (code.startsWith('credential.')) return exitStatus.credentials;
  if (code.startsWith('storage.')) return exitStatus.storage;
  return exitStatus.failed;
}

/**
 * The status of a sync: done when every stream is complete; credentials when every failure is about them; failed when
 * everything failed for another reason; storage when the cache itself could not be written; else incomplete.
 */
export function statusOfRuns(runs: readonly Pick<SyncRun, 'status' | 'error'>[]): ExitStatus {
  const failed = runs.filter(({ status }) => status === 'failed');
  if (runs.every(({ status }) => status === 'complete')) return exitStatus.done;
  if (failed.some(({ error }) => error?.code.startsWith('storage.') === true)) return exitStatus.storage;
  if (failed.length === runs.length) {
    const isAboutCredentials = failed.every(({ error }) => isCredentialCode(error?.code ?? ''));
    return isAboutCredentials ? exitStatus.credentials : exitStatus.failed;
  }
  return exitStatus.incomplete;
}

function isCredentialCode(code: string): boolean {
  return code.startsWith('credential.') || code === 'vendor.forbidden';
}
