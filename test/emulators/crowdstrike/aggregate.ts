import type { AggregateSpec } from './aggregate-spec.ts';
import { compileFql } from './fql-match.ts';
import { parseFql } from './fql-parser.ts';
import { formatInstant, NS_PER_MS, parseDateLiteral } from './instants.ts';
import { ApiProblem } from './problem.ts';
import type { IocStore } from './store.ts';

/** One bucket; which members it has depends on the kind of aggregate. */
export interface AggregateBucket {
  readonly count: number;
  readonly label?: string | number | boolean;
  readonly key_as_string?: string;
  readonly value?: number;
  readonly value_as_string?: string;
  readonly from?: number;
  readonly to?: number;
  readonly string_from?: string;
  readonly string_to?: string;
  readonly sub_aggregates?: readonly AggregateResult[];
}

/** The answer to one aggregate. */
export interface AggregateResult {
  readonly name: string;
  readonly buckets: readonly AggregateBucket[];
  readonly doc_count_error_upper_bound?: number;
  readonly sum_other_doc_count?: number;
}

type Scalar = string | number | boolean;
type Positions = readonly number[];

/** One group of records before it becomes a bucket. */
interface Group {
  readonly bucket: Omit<AggregateBucket, 'count' | 'sub_aggregates'>;
  readonly positions: Positions;
}

/**
 * Computes one aggregate over the given records.
 * @throws ApiProblem 400 for a bad filter, interval, range or pattern.
 */
export function runAggregate(store: IocStore, spec: AggregateSpec, all: Positions): AggregateResult {
  const positions = narrow(store, spec, all);
  switch (spec.type) {
    case 'terms':
      return runTerms(store, spec, positions);
    case 'date_histogram':
      return finish(store, spec, groupByInterval(store, spec, positions));
    case 'date_range':
      return finish(store, spec, groupByDates(store, spec, positions));
    case 'range':
      return finish(store, spec, groupByNumbers(store, spec, positions));
    default:
      return { name: spec.name, buckets: measure(store, spec, positions) };
  }
}

function narrow(store: IocStore, spec: AggregateSpec, all: Positions): Positions {
  const matches = spec.filter === undefined ? undefined : compileFql(parseFql(spec.filter), store.now);
  const text = spec.q?.toLowerCase();
  return all.filter((position) => {
    const read = store.reader(position);
    if (matches !== undefined && !matches(read)) return false;
    if (text === undefined) return true;
    return [read('value'), read('description')].some((part) =>
      String(part ?? '')
        .toLowerCase()
        .includes(text),
    );
  });
}

function scalarsOf(store: IocStore, position: number, spec: AggregateSpec): readonly Scalar[] {
  const value = store.reader(position)(spec.field);
  if (typeof value === 'bigint') return [Number(value / NS_PER_MS)];
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [value];
  if (value !== null) return value;
  return spec.missing === undefined ? [] : [spec.missing];
}

function runTerms(store: IocStore, spec: AggregateSpec, positions: Positions): AggregateResult {
  const groups = new Map<Scalar, number[]>();
  const isWanted = patternTest(spec);
  for (const position of positions) {
    for (const label of scalarsOf(store, position, spec)) {
      if (!isWanted(String(label))) continue;
      const members = groups.get(label);
      if (members === undefined) groups.set(label, [position]);
      else members.push(position);
    }
  }
  const listed = [...groups]
    .map(([label, members]) => ({ bucket: { label }, positions: members }))
    .filter((group) => group.positions.length >= spec.minDocCount && group.positions.length <= spec.maxDocCount)
    .sort(termOrder(spec.sort));
  const kept = listed.slice(spec.from, spec.from + spec.size);
  const others = [...listed.slice(0, spec.from), ...listed.slice(spec.from + spec.size)];
  const sum_other_doc_count = others.reduce((sum, group) => sum + group.positions.length, 0);
  const result = finish(store, { ...spec, minDocCount: 0, maxDocCount: Number.POSITIVE_INFINITY }, kept);
  return { ...result, doc_count_error_upper_bound: 0, sum_other_doc_count };
}

function patternTest(spec: AggregateSpec): (label: string) => boolean {
  const include = spec.include === undefined ? undefined : wholePattern(spec.include);
  const exclude = spec.exclude === undefined ? undefined : wholePattern(spec.exclude);
  return (label) => include?.test(label) !== false && exclude?.test(label) !== true;
}

function wholePattern(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new ApiProblem(400, `invalid pattern: '${pattern}'`);
  }
}

type TermGroup = Group & { readonly bucket: { readonly label: Scalar } };

function termOrder(sort: string | undefined): (a: TermGroup, b: TermGroup) => number {
  const [key = '_count', direction = 'desc'] = (sort ?? '_count|desc').split(/[|.]/);
  const sign = direction === 'asc' ? 1 : -1;
  const byLabel = (a: TermGroup, b: TermGroup) => (a.bucket.label < b.bucket.label ? -1 : 1);
  if (key === '_term' || key === '_key') return (a, b) => sign * byLabel(a, b);
  return (a, b) => sign * (a.positions.length - b.positions.length) || byLabel(a, b);
}

function groupByInterval(store: IocStore, spec: AggregateSpec, positions: Positions): readonly Group[] {
  const startOf = intervalStart(spec.interval ?? 'day');
  const groups = new Map<number, number[]>();
  for (const position of positions) {
    const value = store.reader(position)(spec.field);
    if (typeof value !== 'bigint') continue;
    const start = startOf(new Date(Number(value / NS_PER_MS)));
    groups.set(start, [...(groups.get(start) ?? []), position]);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([start, members]) => ({ bucket: { label: start, key_as_string: instantText(start) }, positions: members }));
}

function intervalStart(interval: string): (date: Date) => number {
  const parts = { year: 1, month: 2, day: 3, hour: 4, minute: 5 } as const;
  if (interval === 'week') {
    // Weeks start on Monday; 1970-01-01 was a Thursday.
    return (date) => Math.floor((date.getTime() / 86_400_000 + 3) / 7) * 604_800_000 - 259_200_000;
  }
  if (interval === 'quarter') return (date) => Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3);
  const kept = Object.entries(parts).find(([name]) => name === interval)?.[1];
  if (kept === undefined) throw new ApiProblem(400, `invalid interval: '${interval}'`);
  return (date) =>
    Date.UTC(
      date.getUTCFullYear(),
      kept >= 2 ? date.getUTCMonth() : 0,
      kept >= 3 ? date.getUTCDate() : 1,
      kept >= 4 ? date.getUTCHours() : 0,
      kept >= 5 ? date.getUTCMinutes() : 0,
    );
}

function groupByDates(store: IocStore, spec: AggregateSpec, positions: Positions): readonly Group[] {
  return spec.dateRanges.map((range) => {
    const from = range.from === '' ? undefined : parseDateLiteral(range.from, store.now);
    const to = range.to === '' ? undefined : parseDateLiteral(range.to, store.now);
    if ((range.from !== '' && from === undefined) || (range.to !== '' && to === undefined)) {
      throw new ApiProblem(400, `invalid date range: '${range.from}' to '${range.to}'`);
    }
    const members = positions.filter((position) => {
      const value = store.reader(position)(spec.field);
      if (typeof value !== 'bigint') return false;
      return (from === undefined || value >= from.start) && (to === undefined || value < to.start);
    });
    const [fromMs, toMs] = [from, to].map((span) => (span === undefined ? undefined : Number(span.start / NS_PER_MS)));
    return { bucket: { label: `${range.from}-${range.to}`, ...edges(fromMs, toMs, instantText) }, positions: members };
  });
}

function groupByNumbers(store: IocStore, spec: AggregateSpec, positions: Positions): readonly Group[] {
  return spec.ranges.map(({ from, to }) => {
    const members = positions.filter((position) => {
      const value = store.reader(position)(spec.field);
      return typeof value === 'number' && value >= (from ?? -Infinity) && value < (to ?? Infinity);
    });
    return { bucket: { label: `${from ?? '*'}-${to ?? '*'}`, ...edges(from, to, String) }, positions: members };
  });
}

function edges(from: number | undefined, to: number | undefined, write: (edge: number) => string) {
  return {
    ...(from === undefined ? {} : { from, string_from: write(from) }),
    ...(to === undefined ? {} : { to, string_to: write(to) }),
  };
}

function finish(store: IocStore, spec: AggregateSpec, groups: readonly Group[]): AggregateResult {
  const keepsEmpty = spec.type === 'date_range' || spec.type === 'range';
  const kept = groups.filter(
    ({ positions }) => keepsEmpty || (positions.length >= spec.minDocCount && positions.length <= spec.maxDocCount),
  );
  const buckets = kept.map(({ bucket, positions }) => ({
    ...bucket,
    count: positions.length,
    ...(spec.subAggregates.length === 0
      ? {}
      : { sub_aggregates: spec.subAggregates.map((sub) => runAggregate(store, sub, positions)) }),
  }));
  return { name: spec.name, buckets };
}

function measure(store: IocStore, spec: AggregateSpec, positions: Positions): readonly AggregateBucket[] {
  const scalars = positions.flatMap((position) => scalarsOf(store, position, spec));
  if (spec.type === 'cardinality') return [{ count: positions.length, value: new Set(scalars).size }];
  const numbers = scalars.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (numbers.length === 0) return [{ count: 0 }];
  const isDate = store.reader(positions[0] ?? 0)(spec.field) !== null && isDateField(spec.field);
  const bucket = (value: number, label?: number): AggregateBucket => ({
    count: numbers.length,
    ...(label === undefined ? {} : { label }),
    value,
    ...(isDate ? { value_as_string: instantText(Math.floor(value)) } : {}),
  });
  if (spec.type === 'percentiles') return spec.percents.map((percent) => bucket(percentile(numbers, percent), percent));
  const sum = numbers.reduce((total, value) => total + value, 0);
  const results = { max: numbers.at(-1) ?? 0, min: numbers[0] ?? 0, sum, avg: sum / numbers.length };
  return [bucket(results[spec.type as keyof typeof results])]; // the only four types left
}

function isDateField(field: string): boolean {
  return field === 'created_on' || field === 'modified_on' || field === 'expiration';
}

function percentile(sorted: readonly number[], percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

function instantText(ms: number): string {
  return formatInstant(BigInt(ms) * NS_PER_MS);
}
