/** Changes queued for vendors. */
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { ConnectionId, IndicatorId } from '#shared/model/ids.ts';
import type { OutboxItem, OutboxState } from '#shared/model/outbox.ts';

/** Which queued changes; null means all. */
export interface OutboxFilter {
  readonly connectionId: ConnectionId | null;
  readonly states: readonly OutboxState[] | null;
  readonly ids: readonly number[] | null;
  readonly offset?: number;
  readonly limit?: number;
}

/** A change to be queued; `base` and `change` are JSON texts. */
export interface NewOutboxItem {
  readonly connectionId: ConnectionId;
  readonly indicatorId: IndicatorId | null;
  readonly operation: string;
  readonly base: string | null;
  readonly change: string;
}

/** What of a queued change becomes something else; an absent part stays. */
export interface OutboxChange {
  readonly id: number;
  /** Without one of these states nothing is changed. */
  readonly from: readonly OutboxState[];
  /** The change as it was read: one that reads otherwise by now is left alone. */
  readonly expected?: string;
  readonly state?: OutboxState;
  readonly reason?: string | null;
  readonly base?: string | null;
  readonly change?: string;
  readonly result?: string | null;
}

export interface OutboxReads {
  /** In the order in which they are sent; at most 10,000. */
  'outbox.list': Operation<OutboxFilter, readonly OutboxItem[]>;
  'outbox.counts': Operation<null, Readonly<Record<OutboxState, number>>>;
}

/** Who does it, and when. */
interface Signed {
  readonly by: string;
  readonly atMs: number;
}

export interface OutboxWrites {
  /** Appends in the order given. @returns their ids. */
  'outbox.add': Operation<{ readonly items: readonly NewOutboxItem[] } & Signed, readonly number[]>;
  /** Changes those that still are in one of the states expected. @returns the ids of those changed. */
  'outbox.change': Operation<{ readonly changes: readonly OutboxChange[] } & Signed, readonly number[]>;
  /** Before another item, or to the end. @throws `state.notFound`. */
  'outbox.move': Operation<{ readonly id: number; readonly beforeId: number | null } & Signed, null>;
  /** Those that still stand as they were queued. @returns how many went, and how many are still there. */
  'outbox.takeBack': Operation<
    { readonly ids: readonly number[] } & Signed,
    { readonly dropped: number; readonly kept: number }
  >;
  /** Those that are being sent stay. @returns how many went. */
  'outbox.drop': Operation<{ readonly ids: readonly number[] } & Signed, { readonly dropped: number }>;
}
