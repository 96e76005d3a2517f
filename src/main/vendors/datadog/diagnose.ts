import { AppError } from '#shared/errors/app-error.ts';
import type { AskVendor } from '../operation.ts';

/**
 * Which of the two keys a refusal is about. Datadog refuses a wrong key, a key of another site and a wrong application key in
 * the same words; its key check looks at the API key alone.
 */
export async function diagnoseKeys(error: AppError, ask: AskVendor, site: string | null): Promise<AppError> {
  if (error.code !== 'credential.rejected') return error;
  try {
    await ask('ValidateApiKey', {});
  } catch (thrown) {
    const isRefused = thrown instanceof AppError && thrown.code === 'credential.rejected';
    return isRefused ? apiKeyRefused(error, site) : error;
  }
  return new AppError(error.code, 'Datadog knows the API key but refuses the application key.', {
    suggestion:
      'Copy the application key again; it must be of the same organization, not revoked, and allowed security_monitoring_signals_read.',
    finding: error.finding,
    cause: error,
  });
}

/** Sites share no keys, and none says where a key belongs. */
function apiKeyRefused(error: AppError, site: string | null): AppError {
  const where = site === null ? 'at this address' : `at ${site}`;
  return new AppError(error.code, `Datadog does not know the API key ${where}.`, {
    suggestion:
      'It is mistyped, revoked, or of another site: the site is the domain in the address bar when you are signed in to Datadog.',
    finding: error.finding,
    cause: error,
  });
}
