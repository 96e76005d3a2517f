import type { Predicate, TimeField } from '#main/domain/query/plan.ts';
import { assertNever } from '#shared/assert-never.ts';
import type { IndicatorFlag } from '#shared/model/vocabulary.ts';
import { flagBits, relationCodes, severityCodes, stateCodes, typeCodes, verdictCodes } from '../codes.ts';
import { reverseHost } from '../operations/host-keys.ts';
import { endOfPrefix } from '../operations/relations.ts';
import { among, type Fragment, fragment, join } from './fragment.ts';
import { foldFunction } from './functions.ts';
import { likePattern, needsFolding, type ValuePredicate, wholeValueOf } from './patterns.ts';
import { compileRecord } from './records.ts';
import { compileWord, findTermsContaining, hasAny, type WordContext } from './words.ts';

/** What compiling a predicate needs. */
export interface PredicateContext extends WordContext {
  readonly nowMs: number;
}

export type ExactPredicate = Extract<Predicate, { kind: 'exact' }>;
type IpPredicate = Extract<Predicate, { kind: 'ip' }>;

/** Fields whose words a text is looked for in. */
export const searchedTerms = ['tag', 'category', 'rule'] as const;

/** One predicate over the table `indicator i`. */
export function compilePredicate(context: PredicateContext, predicate: Predicate): Fragment {
  switch (predicate.kind) {
    case 'exact':
      return among(selectExact([predicate]));
    case 'text':
      return compileText(context, predicate.text);
    case 'value':
      return compileValue(predicate);
    case 'under':
      return among(selectUnder(predicate.host));
    case 'ip':
      return among(selectIp(predicate));
    case 'type':
      return oneOf(
        'i.type',
        predicate.anyOf.map((word) => typeCodes.toCode[word]),
      );
    case 'severity':
      return oneOf(
        'i.severity',
        predicate.anyOf.map((word) => severityCodes.toCode[word]),
      );
    case 'state':
      return oneOf(
        'i.triage_state',
        predicate.anyOf.map((word) => stateCodes.toCode[word]),
      );
    case 'verdict':
      return oneOf(
        'i.verdict',
        predicate.anyOf.map((word) => verdictCodes.toCode[word]),
      );
    case 'word':
      return compileWord(context, predicate.field, predicate.pattern);
    case 'number':
      return between(predicate.field === 'score' ? 'i.score' : 'i.observations', { ...predicate, upper: '<=' });
    case 'time':
      return between(timeColumns[predicate.field], { min: predicate.fromMs, max: predicate.toMs, upper: '<' });
    case 'later':
      return compileLater(predicate);
    case 'record':
      return compileRecord(context, predicate);
    case 'is':
      return compileFlag(predicate.flag, context.nowMs);
    case 'has':
      return fragment(presence[predicate.what]);
    default:
      return assertNever(predicate);
  }
}

/**
 * Any of these indicators, and the other hashes of the same files. All names go in as one value: a pasted list of ten
 * thousand is one condition.
 */
export function selectExact(predicates: readonly ExactPredicate[]): Fragment {
  const names = predicates.map(({ type, value }) => [typeCodes.toCode[type], value]);
  const sameFile = relationCodes.toCode.same_file;
  return fragment(
    `WITH RECURSIVE named(type, value) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?)),
      same(id) AS (
        SELECT k.id FROM named n CROSS JOIN indicator k ON k.value = n.value AND k.type = n.type
        UNION SELECT a.indicator_id FROM named n CROSS JOIN indicator_alias a ON a.alias = n.value
          WHERE n.type = ${typeCodes.toCode.other}
        UNION SELECT r.to_id FROM same s CROSS JOIN relation r ON r.from_id = s.id AND r.kind = ${sameFile}
        UNION SELECT r.from_id FROM same s CROSS JOIN relation r ON r.to_id = s.id AND r.kind = ${sameFile}
      )
      SELECT id FROM same`,
    JSON.stringify(names),
  );
}

function compileText(context: PredicateContext, text: string): Fragment {
  const folded = needsFolding(text) ? foldFunction : 'lower';
  const inValue = fragment(`instr(${folded}(i.value), ?) > 0`, text);
  const inTerms = hasAny(context, 'i.terms', findTermsContaining(context.db, searchedTerms, text));
  return join('OR', [inValue, inTerms, among(selectNotes(text))]);
}

/** Text in the notes of decisions and the comments in cases. */
export function selectNotes(text: string): Fragment {
  return fragment(
    `SELECT indicator_id FROM triage_entry WHERE note IS NOT NULL AND instr(${foldFunction}(note), ?) > 0
       UNION ALL SELECT indicator_id FROM case_indicator
         WHERE comment IS NOT NULL AND instr(${foldFunction}(comment), ?) > 0`,
    text,
    text,
  );
}

/** Any of these values whatever their type, without regard to case; as one bound value, as in {@link selectExact}. */
export function selectWholeValues(values: readonly string[]): Fragment {
  const list = JSON.stringify(values);
  return fragment(
    `SELECT k.id FROM json_each(?) n CROSS JOIN indicator k ON k.value = n.value
      UNION ALL SELECT k.id FROM json_each(?) n CROSS JOIN indicator k
        ON k.value <> lower(k.value) AND k.value COLLATE NOCASE = n.value`,
    list,
    list,
  );
}

function compileValue(predicate: ValuePredicate): Fragment {
  const whole = wholeValueOf(predicate);
  if (whole !== undefined) return among(selectWholeValues([whole]));
  const { pieces, anchoredStart } = predicate;
  const pattern = likePattern(predicate);
  const isFolded = needsFolding(pattern);
  const like = fragment(`${isFolded ? `${foldFunction}(i.value)` : 'i.value'} LIKE ? ESCAPE '\\'`, pattern);
  const prefix = anchoredStart && !isFolded ? (pieces[0] ?? '') : '';
  return prefix === '' ? like : join('AND', [startsWith(prefix), like]);
}

/** A range of the index of values, and one of the small index of those that are not lower case. */
function startsWith(prefix: string): Fragment {
  const end = `${prefix}\u{10ffff}`;
  return fragment(
    `i.id IN (SELECT id FROM indicator WHERE value >= ? AND value < ?
       UNION ALL SELECT id FROM indicator
         WHERE value <> lower(value) AND value COLLATE NOCASE >= ? AND value COLLATE NOCASE < ?)`,
    prefix,
    end,
    prefix,
    end,
  );
}

/** Whatever is named by or lies below a host. */
export function selectUnder(host: string): Fragment {
  const start = reverseHost(host);
  return fragment('SELECT id FROM indicator WHERE host_key >= ? AND host_key < ?', start, endOfPrefix(start));
}

/** Addresses and networks that lie between two addresses. */
export function selectIp({ first, last }: IpPredicate): Fragment {
  const end = Buffer.from(last, 'hex');
  return fragment(
    'SELECT id FROM indicator WHERE ip_key >= ? AND ip_key <= ? AND coalesce(ip_end, ip_key) <= ?',
    Buffer.from(first, 'hex'),
    end,
    end,
  );
}

const timeColumns: Readonly<Record<TimeField, string>> = {
  first_seen: 'i.first_seen_at_ms',
  last_seen: 'i.last_seen_at_ms',
  fetched: 'i.fetched_at_ms',
  expires: 'i.expires_at_ms',
  triaged: 'i.triaged_at_ms',
};

/** Missing times make it neither true nor false, which counts as false. */
function compileLater({ field, than, orEqual }: Extract<Predicate, { kind: 'later' }>): Fragment {
  return fragment(`${timeColumns[field]} ${orEqual ? '>=' : '>'} ${timeColumns[than]}`);
}

interface Range {
  readonly min: number | null;
  readonly max: number | null;
  readonly upper: '<' | '<=';
}

/** A range that is open on both sides still asks for a value to be there. */
function between(column: string, { min, max, upper }: Range): Fragment {
  return join('AND', [
    fragment(`${column} IS NOT NULL`),
    ...(min === null ? [] : [fragment(`${column} >= ?`, min)]),
    ...(max === null ? [] : [fragment(`${column} ${upper} ?`, max)]),
  ]);
}

/** Codes are our own integers. */
function oneOf(column: string, codes: readonly number[]): Fragment {
  return fragment(codes.length === 0 ? '0' : `${column} IN (${codes.join(', ')})`);
}

function compileFlag(flag: IndicatorFlag, nowMs: number): Fragment {
  switch (flag) {
    case 'expired':
      return fragment('i.expired_from_at_ms <= ?', nowMs);
    case 'derived':
      return fragment('i.derived = 1');
    case 'gone':
    case 'listed':
    case 'conflicting':
      return fragment(`(i.flags & ${flagBits[flag]}) <> 0`);
    default:
      return assertNever(flag);
  }
}

const presence = {
  case: 'i.id IN (SELECT indicator_id FROM case_indicator)',
  note: `i.id IN (SELECT indicator_id FROM triage_entry WHERE note IS NOT NULL AND note <> ''
    UNION ALL SELECT indicator_id FROM case_indicator WHERE comment IS NOT NULL AND comment <> '')`,
  relation: `(EXISTS (SELECT 1 FROM relation WHERE from_id = i.id) OR EXISTS (SELECT 1 FROM relation WHERE to_id = i.id))`,
} as const;
