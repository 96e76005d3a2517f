import { AppError } from '#shared/errors/app-error.ts';
import type { RefreshOutcome } from '#shared/model/vendor-detail.ts';
import { countOf } from '../../text/words.ts';

/** The analyst ended it: no error. */
export function isStop(error: Error): boolean {
  return error instanceof AppError && error.code === 'internal.cancelled';
}

/** What a refresh came to, in a line. */
export function sayOutcome({ answered, unknown, changed, failed }: RefreshOutcome): string {
  const parts = [
    `${countOf(answered, 'answer')}`,
    ...(unknown === 0 ? [] : [`${unknown} of them unknown there`]),
    changed === 0 ? 'no record changed' : `${countOf(changed, 'record')} changed`,
    ...(failed === 0 ? [] : [`${countOf(failed, 'question')} failed`]),
  ];
  return `${parts.join(', ')}.`;
}
