import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { HistogramField } from '#shared/model/histogram-units.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { decodeIds } from '../id-lists.ts';
import { compileAll, compileCount, compileIds, compileTop, type Window } from '../search/compile.ts';
import { nameFacets } from '../search/facets.ts';
import { countTimes, nameHistogram, type TimeRow } from '../search/histogram.ts';
import { findNamed } from '../search/named.ts';
import { type FacetRow, facetColumns, tallyRows } from '../search/tally-rows.ts';
import { VendorSetTally } from '../search/vendor-sets.ts';
import type { ReadContext, ReadTable } from './operation.ts';
import { readSummaries } from './summaries.ts';

/** The reads that ask what a plan finds. */
export type SearchReadName =
  | 'indicators.search'
  | 'indicators.searchIds'
  | 'indicators.count'
  | 'indicators.facets'
  | 'indicators.histogram'
  | 'indicators.vendorSets';

const timeColumns: Readonly<Record<HistogramField, string>> = {
  last_seen: 'i.last_seen_at_ms',
  first_seen: 'i.first_seen_at_ms',
};

export const searchReads: ReadTable<SearchReadName> = {
  'indicators.search': (context, { plan, offset, limit }) =>
    readSummaries(context.db, findPage(context, plan, { offset, limit }), context.nowMs),
  'indicators.searchIds': (context, { plan, limit }) => {
    const named = findNamed(context.db, plan);
    // Read from the ids of the database.
    if (named !== undefined) return named.slice(0, limit ?? 1) as IndicatorId[];
    // A negative limit is none.
    const { sql, params } = compileIds(context, plan, { offset: 0, limit: limit ?? -1 });
    return context.db.column<IndicatorId>(sql, ...params);
  },
  'indicators.count': (context, { plan }) => {
    const named = findNamed(context.db, plan);
    if (named !== undefined) return { value: named.length, exact: true };
    const { sql, params } = compileCount(context, plan);
    return { value: context.db.value<number>(sql, ...params) ?? 0, exact: true };
  },
  'indicators.facets': (context, { plan }) => {
    const { sql, params } = compileAll(context, plan, facetColumns);
    return nameFacets(tallyRows(context.db, context.db.rows<FacetRow>(sql, ...params), context.nowMs));
  },
  'indicators.histogram': (context, { plan, field }) => {
    const { sql, params } = compileAll(context, plan, `${timeColumns[field]}, i.severity`);
    return nameHistogram(field, countTimes(context.db.rows<TimeRow>(sql, ...params), context.nowMs));
  },
  'indicators.vendorSets': (context, { plan }) => {
    const { sql, params } = compileAll(context, plan, 'i.streams, count(*)');
    const tally = new VendorSetTally(context.db);
    const rows = context.db.rows<readonly [string, number]>(`${sql} GROUP BY i.streams`, ...params);
    for (const [streams, count] of rows) tally.add(decodeIds(streams), count);
    return tally.finish();
  },
};

function findPage(context: ReadContext, plan: QueryPlan, window: Window): readonly number[] {
  const named = findNamed(context.db, plan);
  if (named !== undefined) return named.slice(window.offset, window.offset + window.limit);
  const top = compileTop(context, plan, window);
  if (top !== undefined) {
    const ids = context.db.column<number>(top.sql, ...top.params);
    if (ids.length === window.limit) return ids;
  }
  const whole = compileIds(context, plan, window);
  return context.db.column<number>(whole.sql, ...whole.params);
}
