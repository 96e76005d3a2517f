import type { VendorPush } from '#main/vendors/push.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { OutboxDiff, OutboxItem, OutboxLine } from '#shared/model/outbox.ts';
import { readChange } from './batches.ts';

/** What the cache calls the indicators of changes, by their ids. */
export type IndicatorNames = ReadonlyMap<IndicatorId, Named>;
type Named = NonNullable<OutboxDiff['indicator']>;

/** What a change does, field by field: what it was based on, what it sets, and in a conflict what the vendor holds. Pure. */
export function diffItem(push: VendorPush, item: OutboxItem, names: IndicatorNames): OutboxDiff {
  const change = readChange(item);
  const theirs = theirsOf(item);
  return {
    id: item.id,
    connection: item.connection,
    operation: item.operation,
    state: item.state,
    reason: item.reason,
    subject: push.subject(change, item.base),
    indicator: nameOf(push, item, names),
    connectionId: item.connectionId,
    vendor: item.vendor,
    change: { ...change },
    result: item.result,
    fields: Object.entries(push.wished(change)).map(([name, mine]) => ({
      name,
      base: memberOf(item.base, name),
      mine,
      theirs: theirs === undefined ? null : memberOf(theirs, name),
    })),
    hasTheirs: theirs !== undefined,
    isGoneThere: theirs === null,
  };
}

/** That of the record that it is based on, else the one that it names by itself. */
function nameOf(push: VendorPush, item: OutboxItem, names: IndicatorNames): Named | null {
  const known = item.indicatorId === null ? undefined : names.get(item.indicatorId);
  const named = known ?? push.names?.(readChange(item)) ?? null;
  return named && { type: named.type, value: named.value };
}

/** A line of the list. Pure. */
export function viewLine(item: OutboxItem, push: VendorPush): OutboxLine {
  const { id, connection, vendor, operation, state, reason, createdAtMs, changedAtMs } = item;
  const subject = push.subject(readChange(item), item.base);
  return { id, connection, vendor, operation, state, reason, createdAtMs, changedAtMs, subject };
}

/** What the vendor held when a conflict was found; undefined where there is none. */
function theirsOf({ state, result }: OutboxItem): unknown {
  if (state !== 'conflict' || typeof result !== 'object' || result === null || !('theirs' in result)) return undefined;
  return result.theirs;
}

function memberOf(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, name)) return null;
  return Object.entries(record).find(([member]) => member === name)?.[1] ?? null;
}
