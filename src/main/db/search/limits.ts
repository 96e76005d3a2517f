import type { Condition } from '#main/domain/query/plan.ts';
import { StoreFault } from '../fault.ts';
import { likePattern, wholeValueOf } from './patterns.ts';

/** Deeper nesting is no honest query, and SQLite would refuse it with a worse message. */
const depthLimit = 200;
/** As many as the hashes of one file and then some; SQLite refuses a hundred such conditions with a worse message. */
const exactAtOnceLimit = 32;
/** Longest pattern that SQLite's LIKE takes, in bytes. */
const patternLimit = 50_000;

/** Most parts that are compared one by one: exact and whole values are looked up together, however many they are. */
const partLimit = 5_000;

/**
 * Refuses what SQL cannot answer, before anything is made of it; the engine in memory could, but an answer must not depend on
 * who gives it.
 *
 * @throws StoreFault `input.tooLarge`.
 */
export function checkLimits(condition: Condition): void {
  checkParts(condition, 0);
  if (countParts(condition) > partLimit) throw tooManyParts();
}

/** What a query that is beyond one statement is refused with. */
export function tooManyParts(): StoreFault {
  return new StoreFault('input.tooLarge', 'The query has too many parts.', {
    suggestion: 'For any of many values write value:(first OR second); else split it into several.',
  });
}

function countParts(condition: Condition): number {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.reduce((sum, part) => sum + countParts(part), 0);
    case 'not':
      return countParts(condition.of);
    case 'exact':
      return 0;
    case 'value':
      return wholeValueOf(condition) === undefined ? 1 : 0;
    default:
      return 1;
  }
}

function checkParts(condition: Condition, depth: number): void {
  if (depth > depthLimit) throw new StoreFault('input.tooLarge', 'The query is nested too deeply.');
  switch (condition.kind) {
    case 'all':
      refuseManyAtOnce(condition.of);
      for (const part of condition.of) checkParts(part, depth + 1);
      return;
    case 'any':
      for (const part of condition.of) checkParts(part, depth + 1);
      return;
    case 'not':
      checkParts(condition.of, depth + 1);
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
