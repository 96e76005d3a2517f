import type { IndicatorId } from '#shared/model/ids.ts';
import type { OutboxDiff, OutboxItem } from '#shared/model/outbox.ts';
import type { StoreReader } from '../ports/store.ts';
import type { IndicatorNames } from './diff-item.ts';

/** Indicators read at once. */
const batchSize = 1_000;

/** What the cache calls the indicators of changes. */
export async function readNames(store: StoreReader, items: readonly OutboxItem[]): Promise<IndicatorNames> {
  const ids = [...new Set(items.flatMap(({ indicatorId }) => indicatorId ?? []))];
  const names = new Map<IndicatorId, NonNullable<OutboxDiff['indicator']>>();
  for (let at = 0; at < ids.length; at += batchSize) {
    const summaries = await store.read('indicators.summaries', { ids: ids.slice(at, at + batchSize) });
    for (const { id, type, value } of summaries) names.set(id, { type, value });
  }
  return names;
}
