import { asRecord } from '../kit/reply.ts';
import { filterFields } from './fields.ts';
import { ApiProblem } from './problem.ts';

/** Kinds of aggregates. */
export const aggregateTypes = [
  'date_histogram',
  'date_range',
  'terms',
  'range',
  'cardinality',
  'max',
  'min',
  'avg',
  'sum',
  'percentiles',
] as const;

/** See {@link aggregateTypes}. */
export type AggregateType = (typeof aggregateTypes)[number];

/** One aggregate as asked for; members that were absent or empty are undefined. */
export interface AggregateSpec {
  readonly name: string;
  readonly type: AggregateType;
  readonly field: string;
  readonly filter: string | undefined;
  /** Free text that value or description must contain. */
  readonly q: string | undefined;
  readonly from: number;
  readonly size: number;
  readonly sort: string | undefined;
  readonly interval: string | undefined;
  readonly minDocCount: number;
  readonly maxDocCount: number;
  readonly missing: string | undefined;
  readonly include: string | undefined;
  readonly exclude: string | undefined;
  readonly dateRanges: readonly { readonly from: string; readonly to: string }[];
  readonly ranges: readonly { readonly from: number | undefined; readonly to: number | undefined }[];
  readonly percents: readonly number[];
  readonly subAggregates: readonly AggregateSpec[];
}

const MAX_DEPTH = 3;
const DEFAULT_PERCENTS = [1, 5, 25, 50, 75, 95, 99] as const;

/**
 * Reads the body of an aggregate request: a list of aggregates, or a single one.
 * @throws ApiProblem 400 when it is neither, or names an unknown type or field.
 */
export function readAggregates(body: unknown): readonly AggregateSpec[] {
  const list: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (list.length === 0) throw new ApiProblem(400, 'at least one aggregate is required');
  return list.map((item) => readAggregate(item, 0));
}

function readAggregate(item: unknown, depth: number): AggregateSpec {
  const raw = asRecord(item);
  if (raw === undefined) throw new ApiProblem(400, 'Provided data does not match expected format');
  if (depth > MAX_DEPTH) throw new ApiProblem(400, `no more than ${MAX_DEPTH} nested aggregates are allowed`);
  const type = aggregateTypes.find((known) => known === raw['type']);
  if (type === undefined) throw new ApiProblem(400, `invalid aggregate type: '${String(raw['type'])}'`);
  const field = readText(raw['field']) ?? '';
  if (!Object.hasOwn(filterFields, field)) throw new ApiProblem(400, `invalid aggregate field: '${field}'`);
  return {
    name: readText(raw['name']) ?? field,
    type,
    field,
    filter: readText(raw['filter']),
    q: readText(raw['q']),
    from: readNumber(raw['from']) ?? 0,
    size: readNumber(raw['size']) || 10,
    sort: readText(raw['sort']),
    interval: readText(raw['interval']),
    minDocCount: readNumber(raw['min_doc_count']) ?? 1,
    maxDocCount: readNumber(raw['max_doc_count']) || Number.POSITIVE_INFINITY,
    missing: readText(raw['missing']),
    include: readText(raw['include']),
    exclude: readText(raw['exclude']),
    dateRanges: readList(raw['date_ranges']).map((range) => ({
      from: readText(range['from']) ?? '',
      to: readText(range['to']) ?? '',
    })),
    ranges: readList(raw['ranges']).map((range) => ({ from: readNumber(range['From']), to: readNumber(range['To']) })),
    percents:
      Array.isArray(raw['percents']) && raw['percents'].length > 0 ? raw['percents'].map(Number) : DEFAULT_PERCENTS,
    subAggregates: readList(raw['sub_aggregates']).map((sub) => readAggregate(sub, depth + 1)),
  };
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function readList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return [];
  return value.map((item) => asRecord(item)).filter((item) => item !== undefined);
}
