/** Searching in the slowest and plainest way: what every way of searching has to agree with. */
import type { Database } from 'better-sqlite3';
import { severityCodes, stateCodes, termFields, tlpCodes, typeCodes, verdictCodes } from '#main/db/codes.ts';
import type { Condition, Predicate, QueryPlan, SortField, TimeField, WordField } from '#main/domain/query/plan.ts';
import { chooseBuckets } from '#main/domain/time-buckets.ts';
import type { Histogram } from '#shared/model/histogram.ts';
import type { HistogramField } from '#shared/model/histogram-units.ts';
import { severities } from '#shared/model/vocabulary.ts';
import { rangeOf } from '#shared/text/addresses.ts';

/** Everything that can be asked about one indicator. */
export interface Fact {
  readonly id: number;
  readonly type: string;
  readonly value: string;
  readonly severity: string;
  readonly state: string;
  readonly verdict: string;
  readonly numbers: Readonly<Record<'score' | 'observations', number | null>>;
  readonly times: Readonly<Record<TimeField, number | null>>;
  readonly expiredFromMs: number | null;
  readonly flags: ReadonlySet<string>;
  readonly words: Readonly<Record<WordField, readonly string[]>>;
  readonly notes: readonly string[];
  readonly related: readonly number[];
  readonly sameFile: readonly number[];
  readonly records: readonly RecordFact[];
}

/** Where one record stands. */
interface RecordFact {
  readonly vendor: string;
  readonly action: string | null;
  readonly isGone: boolean;
  readonly expiresAtMs: number | null;
}

type Row = Record<string, string | number | null>;

/** Reads the facts of a whole database. */
export function readFacts(database: Database): readonly Fact[] {
  const all = (sql: string): Row[] => database.prepare(sql).all() as Row[];
  const terms = new Map(all('SELECT id, field, name FROM term').map((row) => [row['id'], row]));
  const streams = new Map(
    all(
      'SELECT s.id, s.stream, c.name AS connection, c.vendor FROM stream_position s JOIN connection c ON c.id = s.connection_id',
    ).map((row) => [row['id'], row]),
  );
  const notes = all(
    'SELECT indicator_id, note FROM triage_entry UNION ALL SELECT indicator_id, comment FROM case_indicator',
  );
  const cases = all('SELECT indicator_id, case_id FROM case_indicator');
  const tagsOf = readTags(all, terms);
  const relations = all('SELECT from_id, to_id, kind FROM relation');
  const byIndicator = (rows: readonly Row[], key: string): Map<unknown, Row[]> => {
    const groups = new Map<unknown, Row[]>();
    for (const row of rows) groups.set(row[key], [...(groups.get(row[key]) ?? []), row]);
    return groups;
  };
  const recordsOf = byIndicator(
    all('SELECT indicator_id, stream_id, action, gone_at_ms, expires_at_ms FROM observation'),
    'indicator_id',
  );
  const [notesOf, casesOf] = [byIndicator(notes, 'indicator_id'), byIndicator(cases, 'indicator_id')];
  const [outward, inward] = [byIndicator(relations, 'from_id'), byIndicator(relations, 'to_id')];
  return all('SELECT *, derived FROM indicator').map((row): Fact => {
    const ids = (column: string): number[] => String(row[column]).trim().split(' ').filter(Boolean).map(Number);
    const termsOf = (field: keyof typeof termFields): string[] =>
      ids('terms').flatMap((id) =>
        terms.get(id)?.['field'] === termFields[field] ? [String(terms.get(id)?.['name'])] : [],
      );
    const streamsOf = (column: string): string[] => ids('streams').map((id) => String(streams.get(id)?.[column]));
    const neighbours = [
      ...(outward.get(row['id']) ?? []).map((one) => ({ id: Number(one['to_id']), kind: one['kind'] })),
      ...(inward.get(row['id']) ?? []).map((one) => ({ id: Number(one['from_id']), kind: one['kind'] })),
    ];
    const number = (column: string): number | null => row[column] as number | null;
    const bits = Number(row['flags']);
    return {
      id: Number(row['id']),
      type: typeCodes.toWord(Number(row['type'])),
      value: String(row['value']),
      severity: severityCodes.toWord(Number(row['severity'])),
      state: stateCodes.toWord(Number(row['triage_state'])),
      verdict: verdictCodes.toWord(Number(row['verdict'])),
      numbers: { score: number('score'), observations: number('observations') },
      times: {
        first_seen: number('first_seen_at_ms'),
        last_seen: number('last_seen_at_ms'),
        fetched: number('fetched_at_ms'),
        expires: number('expires_at_ms'),
        triaged: number('triaged_at_ms'),
      },
      expiredFromMs: number('expired_from_at_ms'),
      flags: new Set([
        ...((bits & 1) === 0 ? [] : ['gone']),
        ...((bits & 2) === 0 ? [] : ['conflicting']),
        ...((bits & 4) === 0 ? [] : ['listed']),
        ...(row['derived'] === 1 ? ['derived'] : []),
      ]),
      words: {
        vendor: streamsOf('vendor'),
        connection: streamsOf('connection'),
        stream: streamsOf('stream'),
        action: termsOf('action'),
        platform: termsOf('platform'),
        tag: tagsOf.get(row['id']) ?? [],
        source: termsOf('source'),
        category: termsOf('category'),
        rule: termsOf('rule'),
        country: termsOf('country'),
        asn: termsOf('asn'),
        as_type: termsOf('as_type'),
        tlp: row['tlp'] === null ? [] : [tlpCodes.toWord(Number(row['tlp']))],
        case: (casesOf.get(row['id']) ?? []).map((one) => `case-${String(one['case_id']).padStart(4, '0')}`),
      },
      notes: (notesOf.get(row['id']) ?? []).flatMap(({ note }) => (note === null || note === '' ? [] : [String(note)])),
      related: neighbours.map(({ id }) => id),
      sameFile: neighbours.filter(({ kind }) => kind === 1).map(({ id }) => id),
      records: (recordsOf.get(row['id']) ?? []).map((one) => ({
        vendor: String(streams.get(one['stream_id'])?.['vendor']),
        action: one['action'] === null ? null : String(terms.get(one['action'])?.['name']),
        isGone: one['gone_at_ms'] !== null,
        expiresAtMs: one['expires_at_ms'] as number | null,
      })),
    };
  });
}

/** By indicator: what its records say, and what the history of the analyst's own tags does; not what its row makes of them. */
function readTags(all: (sql: string) => Row[], terms: ReadonlyMap<unknown, Row>): ReadonlyMap<unknown, string[]> {
  const tags = new Map<unknown, string[]>();
  const add = (id: unknown, name: unknown): void => void tags.set(id, [...(tags.get(id) ?? []), String(name)]);
  for (const row of all('SELECT indicator_id, tags FROM observation WHERE tags IS NOT NULL')) {
    for (const id of String(row['tags']).trim().split(' ')) add(row['indicator_id'], terms.get(Number(id))?.['name']);
  }
  const own = `SELECT indicator_id, name, added FROM tag_entry
    WHERE id IN (SELECT max(id) FROM tag_entry GROUP BY indicator_id, key)`;
  for (const row of all(own)) if (row['added'] === 1) add(row['indicator_id'], row['name']);
  return tags;
}

/** Ids of everything that a plan finds, in its order. */
export function searchFacts(facts: readonly Fact[], plan: QueryPlan, nowMs: number): number[] {
  const hits = matching(facts, plan.where, nowMs);
  const found = facts.filter((fact) => hits.has(fact.id) && (plan.includeDerived || !fact.flags.has('derived')));
  return found.sort((a, b) => compareFacts(a, b, plan)).map(({ id }) => id);
}

/** What a plan finds, counted over one of its times. */
export function countFactsOver(
  facts: readonly Fact[],
  plan: QueryPlan,
  field: HistogramField,
  nowMs: number,
): Histogram {
  const found = new Set(searchFacts(facts, plan, nowMs));
  const all = facts.filter(({ id }) => found.has(id));
  const known = all.flatMap(({ times, severity }) => {
    const atMs = times[field];
    return atMs === null ? [] : [{ atMs, severity }];
  });
  const times = known.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const [minMs, maxMs] = [times[0], times.at(-1)];
  const { unit, edges } = chooseBuckets(
    minMs === undefined || maxMs === undefined ? undefined : { minMs, maxMs },
    nowMs,
  );
  const buckets = edges.slice(1).map((toMs, at) => {
    const fromMs = edges[at] ?? Number.NaN;
    const inside = known.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    const countOf = (word: string): number => inside.filter(({ severity }) => severity === word).length;
    const counts = { none: 0, low: 0, medium: 0, high: 0, critical: 0 };
    for (const word of severities) counts[word] = countOf(word);
    return { fromMs, toMs, counts };
  });
  return {
    field,
    unit,
    buckets,
    earlier: known.filter(({ atMs }) => atMs < (edges[0] ?? -Infinity)).length,
    later: known.filter(({ atMs }) => atMs >= (edges.at(-1) ?? Infinity)).length,
    missing: all.length - known.length,
  };
}

function matching(facts: readonly Fact[], condition: Condition, nowMs: number): ReadonlySet<number> {
  const idsOf = (part: Condition): ReadonlySet<number> => matching(facts, part, nowMs);
  const where = (test: (fact: Fact) => boolean): ReadonlySet<number> => new Set(facts.filter(test).map(({ id }) => id));
  switch (condition.kind) {
    case 'all': {
      const sets = condition.of.map(idsOf);
      return where(({ id }) => sets.every((set) => set.has(id)));
    }
    case 'any': {
      const sets = condition.of.map(idsOf);
      return where(({ id }) => sets.some((set) => set.has(id)));
    }
    case 'not': {
      const set = idsOf(condition.of);
      return where(({ id }) => !set.has(id));
    }
    case 'exact':
      return sameFiles(facts, condition);
    default:
      return where(testOf(condition, nowMs));
  }
}

function sameFiles(
  facts: readonly Fact[],
  { type, value }: { readonly type: string; readonly value: string },
): ReadonlySet<number> {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const reached = new Set<number>();
  const todo = facts.filter((fact) => fact.type === type && fact.value === value).map(({ id }) => id);
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    todo.push(...(byId.get(id)?.sameFile ?? []));
  }
  return reached;
}

const lower = (text: string): string => text.toLowerCase();

function testOf(predicate: Exclude<Predicate, { kind: 'exact' }>, nowMs: number): (fact: Fact) => boolean {
  switch (predicate.kind) {
    case 'text':
      return ({ value, words: { tag, category, rule }, notes }) =>
        [value, ...tag, ...category, ...rule, ...notes].some((text) => lower(text).includes(predicate.text));
    case 'value': {
      const { anchoredStart, anchoredEnd } = predicate;
      const inner = predicate.pieces.map(escapeRegExp).join('.*');
      const whole = new RegExp(`${anchoredStart ? '^' : ''}${inner}${anchoredEnd ? '$' : ''}`, 's');
      return ({ value }) => whole.test(lower(value));
    }
    case 'under':
      return (fact) => {
        const own = hostOf(fact);
        return own === predicate.host || own?.endsWith(`.${predicate.host}`) === true;
      };
    case 'ip':
      return ({ type, value }) => {
        const range = ['ipv4', 'ipv6', 'cidr'].includes(type) ? rangeOf(value) : undefined;
        return range !== undefined && range.first >= predicate.first && range.last <= predicate.last;
      };
    case 'type':
    case 'severity':
    case 'state':
    case 'verdict': {
      const words: readonly string[] = predicate.anyOf;
      return (fact) => words.includes(fact[predicate.kind]);
    }
    case 'word': {
      const whole = wholeWord(predicate.pattern);
      return ({ words }) => words[predicate.field].some((word) => whole.test(lower(word)));
    }
    case 'number':
      return ({ numbers }) => {
        const value = numbers[predicate.field];
        return value !== null && value >= (predicate.min ?? -Infinity) && value <= (predicate.max ?? Infinity);
      };
    case 'time':
      return ({ times }) => {
        const atMs = times[predicate.field];
        return atMs !== null && atMs >= (predicate.fromMs ?? -Infinity) && atMs < (predicate.toMs ?? Infinity);
      };
    case 'later':
      return ({ times }) => {
        const [one, other] = [times[predicate.field], times[predicate.than]];
        return one !== null && other !== null && (one > other || (predicate.orEqual && one === other));
      };
    case 'record':
      return ({ records }) => records.some((record) => isMeant(record, predicate, nowMs));
    case 'is':
      if (predicate.flag !== 'expired') return ({ flags }) => flags.has(predicate.flag);
      return ({ expiredFromMs }) => expiredFromMs !== null && expiredFromMs <= nowMs;
    case 'has':
      return ({ words, notes, related }) => {
        const what = { case: words.case, note: notes, relation: related }[predicate.what];
        return what.length > 0;
      };
    default:
      throw new RangeError('The oracle does not know this predicate.');
  }
}

function isMeant(
  { vendor, action, isGone, expiresAtMs }: RecordFact,
  { field, pattern }: Extract<Predicate, { kind: 'record' }>,
  nowMs: number,
): boolean {
  const isExpired = expiresAtMs !== null && expiresAtMs <= nowMs;
  const isOne = {
    live: !isGone && !isExpired,
    expired: isExpired && !isGone,
    gone: isGone,
    enforced: !isGone && !isExpired,
  };
  const word = field === 'enforced' ? action : vendor;
  return isOne[field] && word !== null && wholeWord(pattern).test(lower(word));
}

function wholeWord(pattern: string): RegExp {
  return new RegExp(`^${lower(pattern).split('*').map(escapeRegExp).join('.*')}$`, 's');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function hostOf({ type, value }: Fact): string | undefined {
  if (type === 'domain') return value;
  if (type === 'email') return value.slice(value.lastIndexOf('@') + 1);
  return type === 'url' ? new URL(value).hostname : undefined;
}

function compareFacts(a: Fact, b: Fact, { sort }: QueryPlan): number {
  for (const { field, descending } of sort) {
    const [one, other] = [keyOf(a, field), keyOf(b, field)];
    if (one === other) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    const order =
      typeof one === 'string' ? Buffer.compare(Buffer.from(one), Buffer.from(String(other))) : one - Number(other);
    if (order !== 0) return descending ? -order : order;
  }
  return Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)) || a.id - b.id;
}

function keyOf(fact: Fact, field: SortField): string | number | null {
  if (field === 'value' || field === 'type') return fact[field];
  if (field === 'score' || field === 'observations') return fact.numbers[field];
  return fact.times[field];
}
