import type { Condition } from '#main/domain/query/plan.ts';
import type { StoreReads } from '#main/services/ports/store.ts';
import type { SearchReadName } from '../operations/searches.ts';
import { wholeValueOf } from '../search/patterns.ts';
import type { ReadCall } from './ports.ts';

const searches: ReadonlySet<keyof StoreReads> = new Set<SearchReadName>([
  'indicators.search',
  'indicators.searchIds',
  'indicators.count',
  'indicators.facets',
  'indicators.histogram',
  'indicators.vendorSets',
]);

/** Whether the engine in memory answers sooner than SQL does: for all searches but those of named indicators. */
export function isForEngine({ name, input }: ReadCall): boolean {
  if (!searches.has(name) || input === null || typeof input !== 'object' || !('plan' in input)) return false;
  return !namesIndicators(input.plan.where);
}

/** Reads that may go through the whole cache, whatever is asked for; the others read what is looked at. */
const wholeReads: ReadonlySet<keyof StoreReads> = new Set<keyof StoreReads>([
  'indicators.count',
  'indicators.countSince',
  'indicators.facets',
  'indicators.histogram',
  'indicators.vendorSets',
  'indicators.searchIds',
  'retention.count',
  'store.statistics',
]);

/** Whether others had better not wait behind it. */
export function isLong(name: keyof StoreReads): boolean {
  return wholeReads.has(name);
}

/** Whether the answer is worth waiting for the engine, which gives it in a fiftieth of the time that SQL takes for a large cache. */
export function isWorthWaiting(name: keyof StoreReads): boolean {
  return name === 'indicators.facets' || name === 'indicators.histogram';
}

/** Whether an index leads to the few rows that can be meant. */
function namesIndicators(condition: Condition): boolean {
  switch (condition.kind) {
    case 'exact':
      return true;
    case 'value':
      return wholeValueOf(condition) !== undefined;
    case 'all':
      return condition.of.some(namesIndicators);
    case 'any':
      return condition.of.length > 0 && condition.of.every(namesIndicators);
    default:
      return false;
  }
}
