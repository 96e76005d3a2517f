import type { SyncRun } from '#shared/model/connection.ts';
import { type ExitStatus, exitStatus, statusOfError } from '../exit-status.ts';
import { OutputClosed } from './context.ts';

/** A command ended without an error but has a status to report; its output is written already. */
export class CommandOutcome extends Error {
  override readonly name = 'CommandOutcome';
  readonly status: ExitStatus;

  constructor(status: ExitStatus) {
    super(`exit status ${status}`);
    this.status = status;
  }
}

/** The status for whatever ended a command. */
export function statusOfOutcome(error: unknown): ExitStatus {
  if (error instanceof CommandOutcome) return error.status;
  return error instanceof OutputClosed ? exitStatus.done : statusOfError(error);
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
