/** The code of a failed system call (`ENOENT`, `EACCES`, …), or undefined for any other value. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** System calls that fail because of rights or a read-only medium. */
export const readOnlyCodes: readonly string[] = ['EACCES', 'EPERM', 'EROFS'];

/** System calls that fail because there is no room left. */
export const fullCodes: readonly string[] = ['ENOSPC', 'EDQUOT'];
