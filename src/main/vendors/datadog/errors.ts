import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { peekJson } from '../kit/json-answer.ts';
import { errorForStatus, isOver } from '../kit/vendor-errors.ts';
import { datadogErrorSchema } from './schema.ts';

const vendor = 'Datadog';
const readScope = 'security_monitoring_signals_read';

/**
 * Translates an answer that is not a success.
 *
 * Datadog answers 403 both to keys it does not know and to keys without the right. Its gateway, which checks the keys,
 * writes errors as plain texts; the services behind it, which check the right, as objects: that tells them apart.
 * Source: recordings of `/api/v1/validate` (texts) and of v2 families (objects).
 */
export function readDatadogError(answer: HttpAnswer): AppError | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const parsed = datadogErrorSchema.safeParse(peekJson(answer));
  const errors = parsed.success ? parsed.data.errors : [];
  const words = errors
    .map(wordsOf)
    .filter((text) => text !== '')
    .join('; ');
  if (status === 403 && errors.some((error) => typeof error === 'string')) {
    return new AppError('credential.rejected', 'Datadog refuses the keys.', {
      suggestion: `Check both keys, the site (keys are good for one site only) and the right ${readScope}.`,
      finding: isOver(words) ? 'keyExpired' : 'keyRejected',
    });
  }
  return errorForStatus({ vendor, status, words: words === '' ? null : words, scope: readScope });
}

function wordsOf(
  error: string | { readonly title?: string | null | undefined; readonly detail?: string | null | undefined },
) {
  return typeof error === 'string' ? error : (error.detail ?? error.title ?? '');
}
