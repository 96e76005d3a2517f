/** How a change is compared, sent and read back: what the outbox asks of a vendor module. */
import type { TenantWords } from '#shared/model/outbox.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { AskVendor, OperationInput } from './operation.ts';

/** What is to be done with a queued change, now that the vendor's record has been read. */
export type PushVerdict =
  | { readonly kind: 'send' }
  /** The vendor's record is not what the change was based on. */
  | { readonly kind: 'conflict'; readonly reason: string }
  /** It is so already. */
  | { readonly kind: 'done'; readonly reason: string };

/** An indicator of the cache, as far as a change for a vendor needs it. */
export interface PickedIndicator {
  readonly type: IndicatorType;
  readonly value: string;
  /** Whether the analyst holds it reviewed. */
  readonly isReviewed: boolean;
  /** Its live record at the connection in question; null where there is none. */
  readonly vendorKey: string | null;
}

/** What became of one change of a call. */
export interface PushResult {
  readonly state: 'sent' | 'failed';
  readonly reason: string | null;
  /** The vendor's record, or its messages. */
  readonly result: unknown;
}

/**
 * How queued changes are brought to a vendor: what it holds is read, compared with what a change was based on, and written.
 * A record is whatever `look` returns, as JSON; null where the vendor holds nothing. Pure but for `look`.
 */
export interface VendorPush {
  /** The write that it stands for; a change is that operation's input. */
  readonly operation: string;
  /** The reads that `look` asks by; it is let through to no others. */
  readonly reads: readonly string[];
  /** Most changes in one call. */
  readonly batchSize: number;
  /** Within what time a write that was taken shows in what `look` returns, in milliseconds. Absent: at once. */
  readonly showsWithinMs?: number;
  /** One change each out of an input that names several. */
  split(input: OperationInput): readonly OperationInput[];
  /** Changes of equal keys may share a call; null: this one goes alone. */
  groupKey(change: OperationInput): string | null;
  /** The other way of {@link VendorPush.split}, for changes of one key. */
  compose(changes: readonly OperationInput[]): OperationInput;
  /** Whether a change concerns whatever a filter finds: `look` then counts ({@link Matches}). Absent where none does. */
  isByFilter?(change: OperationInput): boolean;
  /** What a change is about, in few words: a value, an id, a filter. */
  subject(change: OperationInput, base: unknown): string;
  /** The indicator that a change names by itself; null where it names a record or a filter. Absent where none names one. */
  names?(change: OperationInput): { readonly type: IndicatorType; readonly value: string } | null;
  /** The cached record that a change is based on; null where there is none. */
  basedOn(change: OperationInput): { readonly stream: string; readonly vendorKey: string } | null;
  /**
   * The change that `fields` mean for an indicator of the cache; null when it does not concern this vendor. Absent where the
   * write is not about indicators.
   */
  fromIndicator?(indicator: PickedIndicator, fields: OperationInput): OperationInput | null;
  /** The cached record says already what the change wants: nothing has to be queued. */
  isSettled?(change: OperationInput, base: unknown): boolean;
  /** Fields that the change sets, under the names of the record. */
  wished(change: OperationInput): Readonly<Record<string, unknown>>;
  /** What is wrong with a change in the tenant's own words; undefined when nothing is. */
  checkWords(change: OperationInput, words: TenantWords): string | undefined;
  /** What the vendor holds now, per change. */
  look(ask: AskVendor, changes: readonly OperationInput[]): Promise<readonly unknown[]>;
  judge(change: OperationInput, base: unknown, current: unknown): PushVerdict;
  /** After an unknown outcome: whether the change shows in what the vendor holds, given what it held before. */
  hasArrived(change: OperationInput, before: unknown, current: unknown): boolean;
  /** @param output of the write. @returns one result per change, in their order; undefined: not done, may be sent again. */
  read(output: unknown, changes: readonly OperationInput[]): readonly (PushResult | undefined)[];
}
