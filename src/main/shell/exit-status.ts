import { AppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';

/** What a process of ours ends with. */
export const exitStatus = { done: 0, failed: 1, usage: 2, credentials: 3, incomplete: 4, storage: 5 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** The status for an error by its area; what is none of ours failed. */
export function statusOfError(error: unknown): ExitStatus {
  return error instanceof AppError ? statusOfCode(error.code) : exitStatus.failed;
}

function statusOfCode(code: ErrorCode): ExitStatus {
  if (code.startsWith('input.')) return exitStatus.usage;
  if (code.startsWith('credential.')) return exitStatus.credentials;
  if (code.startsWith('storage.')) return exitStatus.storage;
  return exitStatus.failed;
}
