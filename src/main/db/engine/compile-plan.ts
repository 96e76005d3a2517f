import type { Condition, Predicate, QueryPlan, SortField, SortKey, WordField } from '#main/domain/query/plan.ts';
import type { EngineCondition } from '#main/search/condition.ts';
import type { EngineSort } from '#main/search/order.ts';
import { type ColumnName, flagMasks } from '#main/search/segment.ts';
import { assertNever } from '#shared/assert-never.ts';
import { type IndicatorFlag, indicatorTypes } from '#shared/model/vocabulary.ts';
import { severityCodes, stateCodes, typeCodes, verdictCodes } from '../codes.ts';
import type { Fragment } from '../search/fragment.ts';
import { checkLimits } from '../search/limits.ts';
import { needsFolding, wholeValueOf } from '../search/patterns.ts';
import {
  type ExactPredicate,
  type PredicateContext,
  searchedTerms,
  selectExact,
  selectIp,
  selectNotes,
  selectUnder,
  selectWholeValues,
} from '../search/predicates.ts';
import { type RecordPredicate, selectRecords, selectWithoutLive } from '../search/records.ts';
import { findStreams, findTerms, findTermsContaining, findTlpCodes, selectCases } from '../search/words.ts';

/**
 * What a plan asks for, with its words looked up. What an index of the database finds at once (exact values, hosts, addresses,
 * cases, notes) is found by it; the ids are handed to the engine.
 *
 * @throws StoreFault `input.tooLarge`.
 */
export function compileForEngine(context: PredicateContext, plan: QueryPlan): EngineCondition {
  checkLimits(plan.where);
  return compileCondition(context, plan.where);
}

function compileCondition(context: PredicateContext, condition: Condition): EngineCondition {
  switch (condition.kind) {
    case 'all':
      return { kind: 'all', of: condition.of.map((part) => compileCondition(context, part)) };
    case 'any': {
      const exact = condition.of.filter((part): part is ExactPredicate => part.kind === 'exact');
      const whole = condition.of.flatMap((part) => (part.kind === 'value' ? (wholeValueOf(part) ?? []) : []));
      const others = condition.of.filter(
        (part) => part.kind !== 'exact' && (part.kind !== 'value' || wholeValueOf(part) === undefined),
      );
      const named = [
        ...(exact.length === 0 ? [] : [find(context, selectExact(exact))]),
        ...(whole.length === 0 ? [] : [find(context, selectWholeValues(whole))]),
      ];
      return { kind: 'any', of: [...named, ...others.map((part) => compileCondition(context, part))] };
    }
    case 'not':
      return { kind: 'not', of: compileCondition(context, condition.of) };
    default:
      return compileLeaf(context, condition);
  }
}

/** The indicators that a statement selects by an index of the database. */
function find({ db }: PredicateContext, { sql, params }: Fragment): EngineCondition {
  return { kind: 'indicators', ids: db.column<number>(sql, ...params) };
}

function compileLeaf(context: PredicateContext, predicate: Predicate): EngineCondition {
  switch (predicate.kind) {
    case 'exact':
      return find(context, selectExact([predicate]));
    case 'under':
      return find(context, selectUnder(predicate.host));
    case 'ip':
      return find(context, selectIp(predicate));
    case 'text':
      return compileText(context, predicate.text);
    case 'value': {
      const whole = wholeValueOf(predicate);
      if (whole !== undefined) return find(context, selectWholeValues([whole]));
      const { pieces, anchoredStart, anchoredEnd } = predicate;
      return { kind: 'text', pieces, anchoredStart, anchoredEnd, folds: pieces.some(needsFolding) };
    }
    case 'type':
      return { kind: 'oneOf', column: 'type', values: predicate.anyOf.map((word) => typeCodes.toCode[word]) };
    case 'severity':
      return { kind: 'oneOf', column: 'severity', values: predicate.anyOf.map((word) => severityCodes.toCode[word]) };
    case 'state':
      return { kind: 'oneOf', column: 'state', values: predicate.anyOf.map((word) => stateCodes.toCode[word]) };
    case 'verdict':
      return { kind: 'oneOf', column: 'verdict', values: predicate.anyOf.map((word) => verdictCodes.toCode[word]) };
    case 'word':
      return compileWord(context, predicate.field, predicate.pattern);
    case 'number':
      return between(predicate.field, predicate.min, predicate.max);
    case 'time':
      // Whole milliseconds, and the end is excluded.
      return between(predicate.field, predicate.fromMs, predicate.toMs === null ? null : predicate.toMs - 1);
    case 'later':
      return { kind: 'later', column: predicate.field, than: predicate.than, orEqual: predicate.orEqual };
    case 'record':
      return compileRecord(context, predicate);
    case 'is':
      return compileFlag(predicate.flag, context.nowMs);
    case 'has':
      return {
        kind: 'flag',
        mask: { case: flagMasks.inCase, note: flagMasks.noted, relation: flagMasks.related }[predicate.what],
      };
    default:
      return assertNever(predicate);
  }
}

function compileText(context: PredicateContext, text: string): EngineCondition {
  const terms = new Set(findTermsContaining(context.db, searchedTerms, text));
  return {
    kind: 'any',
    of: [
      { kind: 'anyId', list: 'terms', ids: terms },
      find(context, selectNotes(text)),
      { kind: 'text', pieces: [text], anchoredStart: false, anchoredEnd: false, folds: needsFolding(text) },
    ],
  };
}

function compileWord(context: PredicateContext, field: WordField, pattern: string): EngineCondition {
  switch (field) {
    case 'vendor':
    case 'connection':
    case 'stream':
      return { kind: 'anyId', list: 'streams', ids: new Set(findStreams(context.db, field, pattern)) };
    case 'case':
      return find(context, selectCases(context.db, pattern));
    case 'tlp':
      return { kind: 'oneOf', column: 'tlp', values: findTlpCodes(pattern) };
    default:
      return { kind: 'anyId', list: 'terms', ids: new Set(findTerms(context.db, field, pattern)) };
  }
}

/** Few records are gone, expired or enforced, and an index finds them; most are live, so those that are not are taken away. */
function compileRecord(context: PredicateContext, { field, pattern }: RecordPredicate): EngineCondition {
  if (field !== 'live') return find(context, selectRecords(context, field, pattern));
  const streams = findStreams(context.db, 'vendor', pattern);
  return {
    kind: 'all',
    of: [
      { kind: 'anyId', list: 'streams', ids: new Set(streams) },
      { kind: 'not', of: find(context, selectWithoutLive(streams, context.nowMs)) },
    ],
  };
}

/** Open on both sides, it still asks for a value to be there. */
function between(column: ColumnName, min: number | null, max: number | null): EngineCondition {
  return { kind: 'range', column, min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY };
}

function compileFlag(flag: IndicatorFlag, nowMs: number): EngineCondition {
  return flag === 'expired' ? between('expired_from', null, nowMs) : { kind: 'flag', mask: flagMasks[flag] };
}

const sortColumns = {
  score: 'score',
  last_seen: 'last_seen',
  first_seen: 'first_seen',
  value: 'value',
  type: 'type',
  observations: 'observations',
  triaged: 'triaged',
  expires: 'expires',
} as const satisfies Readonly<Record<SortField, ColumnName | 'value'>>;

/** Place of each code of a type in the alphabet of their names. */
const typeRanks: readonly number[] = [...indicatorTypes].sort().reduce<number[]>((ranks, type, rank) => {
  ranks[typeCodes.toCode[type]] = rank;
  return ranks;
}, []);

export function compileSortForEngine(sort: readonly SortKey[]): EngineSort {
  return sort.map(({ field, descending }) => ({
    by: sortColumns[field],
    descending,
    ranks: field === 'type' ? typeRanks : null,
  }));
}
