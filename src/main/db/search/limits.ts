import type { Condition } from '#main/domain/query/plan.ts';
import { StoreFault } from '../fault.ts';
import { likePattern, wholeValueOf } from './patterns.ts';

/** Deeper nesting is no honest query, and SQLite would refuse it with a worse message. */
const depthLimit = 200;
/** As many as the hashes of one file and then some; SQLite refuses a hundred such conditions with a worse message. */
const exactAtOnceLimit = 32;
/** Longest pattern that SQLite's LIKE takes, in bytes. */
const patternLimit = 50_000;

/**
 * Refuses what SQL cannot answer; the engine in memory could, but an answer must not depend on who gives it.
 *
 * @throws StoreFault `input.tooLarge`.
 */
export function checkLimits(condition: Condition, depth = 0): void {
  if (depth > depthLimit) throw new StoreFault('input.tooLarge', 'The query is nested too deeply.');
  switch (condition.kind) {
    case 'all':
      refuseManyAtOnce(condition.of);
      for (const part of condition.of) checkLimits(part, depth + 1);
      return;
    case 'any':
      for (const part of condition.of) checkLimits(part, depth + 1);
      return;
    case 'not':
      checkLimits(condition.of, depth + 1);
      return;
    case 'value':
      if (wholeValueOf(condition) === undefined && Buffer.byteLength(likePattern(condition)) > patternLimit) {
        throw new StoreFault('input.tooLarge', 'The pattern is too long.');
      }
      return;
    default:
  }
}

/** A pasted list means any of its values, while terms side by side mean all of them at once, which finds nothing. */
function refuseManyAtOnce(conditions: readonly Condition[]): void {
  if (conditions.filter(({ kind }) => kind === 'exact').length <= exactAtOnceLimit) return;
  throw new StoreFault('input.tooLarge', 'No indicator can be all of these values at once.', {
    suggestion: 'For any of them write value:(first OR second), or paste them as a list, one per line.',
  });
}
