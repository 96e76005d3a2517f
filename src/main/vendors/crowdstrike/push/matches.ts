/** Changes by filter: what the filter finds is counted first and has to be what was agreed to. */
import { asObject, saysSame } from '../../kit/push-fields.ts';
import type { PushVerdict } from '../../push.ts';

/** @param base what was agreed to; null before anything was counted. */
export function judgeMatches(base: unknown, current: unknown): PushVerdict {
  const [agreed, matches] = [matchesOf(base), matchesOf(current)];
  if (matches === 0) return { kind: 'done', reason: 'The filter matches nothing there.' };
  if (agreed !== undefined && saysMatches(base, current)) return { kind: 'send' };
  const before = agreed === undefined ? '' : ` (${agreed} when it was queued)`;
  const what =
    agreed === matches ? 'They were changed since.' : `The filter matches ${matches ?? 0} indicators now${before}.`;
  return { kind: 'conflict', reason: what };
}

/** Whether two countings found the same. */
export function saysMatches(left: unknown, right: unknown): boolean {
  return saysSame(left, right);
}

function matchesOf(record: unknown): number | undefined {
  const matches = asObject(record)?.['matches'];
  return typeof matches === 'number' ? matches : undefined;
}
