/** Plans made by chance from what a cache holds: some find much, some little, some nothing. */
import {
  type Condition,
  defaultSort,
  type Predicate,
  presenceFields,
  type QueryPlan,
  recordFields,
  type SortKey,
  sortFields,
  timeFields,
  wordFields,
} from '#main/domain/query/plan.ts';
import { indicatorFlags, indicatorTypes, severities, triageStates, verdicts } from '#shared/model/vocabulary.ts';
import { rangeOf } from '#shared/text/addresses.ts';
import type { Fact } from './search-oracle.ts';
import { type Chance, worldNowMs } from './search-world.ts';

const dayMs = 86_400_000;

/** One plan. */
export function makePlan(chance: Chance, facts: readonly Fact[]): QueryPlan {
  return {
    where: makeCondition(chance, facts, chance.below(3)),
    sort: chance.isTrue(0.6) ? defaultSort : makeSort(chance),
    includeDerived: chance.isTrue(0.3),
  };
}

function makeSort(chance: Chance): readonly SortKey[] {
  const fields = new Set(Array.from({ length: 1 + chance.below(3) }, () => chance.pick(sortFields)));
  return [...fields].map((field) => ({ field, descending: chance.isTrue(0.5) }));
}

function makeCondition(chance: Chance, facts: readonly Fact[], depth: number): Condition {
  if (depth === 0) return makePredicate(chance, facts);
  const parts = Array.from({ length: chance.below(4) }, () => makeCondition(chance, facts, depth - 1));
  switch (chance.below(4)) {
    case 0:
      return { kind: 'any', of: parts };
    case 1:
      return { kind: 'not', of: makeCondition(chance, facts, depth - 1) };
    default:
      return { kind: 'all', of: parts };
  }
}

function cut(chance: Chance, text: string): string {
  const start = chance.below(text.length);
  return (
    text
      .slice(start, start + 1 + chance.below(6))
      .toWellFormed()
      .toLowerCase() || 'x'
  );
}

function makePredicate(chance: Chance, facts: readonly Fact[]): Predicate {
  const fact = chance.pick(facts);
  switch (chance.below(17)) {
    case 0:
      // The type of a stored indicator is one of the words.
      return { kind: 'exact', type: fact.type as (typeof indicatorTypes)[number], value: fact.value };
    case 1:
    case 2: {
      const texts = [fact.value, ...fact.words.tag, ...fact.notes, ...fact.words.rule];
      return { kind: 'text', text: cut(chance, chance.pick(texts)) };
    }
    case 3:
    case 4:
      return makeValue(chance, fact);
    case 5:
      return { kind: 'under', host: chance.pick(['com', 'example', 'evil0.example', 'www0.evil1.com', 'x3.co.uk']) };
    case 6: {
      const range = rangeOf(
        chance.pick(['10.0.0.0/8', '10.3.0.0/16', '2001:db8::/32', '::/0', '10.0.0.0/32', fact.value]),
      );
      return { kind: 'ip', ...(range ?? { first: '0'.repeat(32), last: 'f'.repeat(32) }) };
    }
    case 7:
      return { kind: 'type', anyOf: [chance.pick(indicatorTypes), chance.pick(indicatorTypes)] };
    case 8:
      return chance.isTrue(0.5)
        ? { kind: 'severity', anyOf: [chance.pick(severities)] }
        : { kind: 'verdict', anyOf: [chance.pick(verdicts)] };
    case 9:
      return { kind: 'state', anyOf: [chance.pick(triageStates)] };
    case 10:
    case 11:
      return makeWord(chance, fact);
    case 12: {
      const [a, b] = [chance.below(110) - 5, chance.below(110) - 5];
      const field = chance.isTrue(0.8) ? 'score' : 'observations';
      return {
        kind: 'number',
        field,
        min: chance.isTrue(0.3) ? null : Math.min(a, b),
        max: chance.isTrue(0.3) ? null : Math.max(a, b),
      };
    }
    case 13: {
      const field = chance.pick(timeFields);
      const fromMs = fact.times[field] ?? worldNowMs - chance.below(100) * dayMs;
      const toMs = chance.isTrue(0.5) ? null : fromMs + chance.below(60) * dayMs;
      return { kind: 'time', field, fromMs: chance.isTrue(0.3) ? null : fromMs, toMs };
    }
    case 14: {
      const [field, than] = [chance.pick(timeFields), chance.pick(timeFields)];
      return { kind: 'later', field, than, orEqual: chance.isTrue(0.5) };
    }
    case 15: {
      const field = chance.pick(recordFields);
      const words = field === 'enforced' ? ['prevent', 'detect', 'd*', '*', 'none'] : ['acme', 'umbra', '*', 'none'];
      return { kind: 'record', field, pattern: chance.pick(words) };
    }
    default:
      return chance.isTrue(0.5)
        ? { kind: 'is', flag: chance.pick(indicatorFlags) }
        : { kind: 'has', what: chance.pick(presenceFields) };
  }
}

function makeValue(chance: Chance, { value }: Fact): Predicate {
  const text = value.toLowerCase();
  const anchoredStart = chance.isTrue(0.5);
  const anchoredEnd = chance.isTrue(0.5);
  if (anchoredStart && anchoredEnd && chance.isTrue(0.3))
    return { kind: 'value', pieces: [text], anchoredStart, anchoredEnd };
  const half = 1 + chance.below(text.length);
  const pieces = [text.slice(anchoredStart ? 0 : chance.below(half), half), text.slice(half + chance.below(3))];
  const filled = pieces.map((piece) => piece.toWellFormed()).filter((piece) => piece !== '');
  return { kind: 'value', pieces: filled.length === 0 ? ['e'] : filled, anchoredStart, anchoredEnd };
}

function makeWord(chance: Chance, { words }: Fact): Predicate {
  const field = chance.pick(wordFields);
  const word = chance.pick([...words[field], 'apt0', 'windows', 'none*']);
  const pattern = chance.isTrue(0.3) ? `${word.slice(0, chance.below(word.length))}*` : word;
  return { kind: 'word', field, pattern: pattern.toLowerCase() };
}
