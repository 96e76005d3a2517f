/** Questions about one indicator that are asked on demand. */
import type { VendorDetail } from '#shared/model/vendor-detail.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { AskVendor } from './operation.ts';

export type StreamOptionValues = Readonly<Record<string, string | number | boolean>>;

/** Names a record of the cache, of one connection. */
export interface RecordName {
  readonly stream: string;
  readonly vendorKey: string;
}

/** A record of the cache. */
export interface CachedRecord extends RecordName {
  /** As received, parsed. */
  readonly record: unknown;
}

/** The indicator that a vendor could be asked about. */
export interface NamedSubject {
  readonly type: IndicatorType;
  readonly value: string;
  /** As the vendor wrote it, where that differs. */
  readonly received: string | null;
  /** What the cache holds of it from this connection, gone records too; newest first. */
  readonly records: readonly RecordName[];
  /** The connection's options of a stream. */
  optionsOf(stream: string): StreamOptionValues;
}

/** The indicator that a vendor is asked about. */
export interface InquirySubject extends NamedSubject {
  readonly records: readonly CachedRecord[];
}

/** What a cached record is at the vendor by now; null: the vendor no longer lists it. */
export interface FreshRecord extends RecordName {
  readonly record: Readonly<Record<string, unknown>> | null;
}

/** A question about one indicator that is asked on demand; its answer is kept as JSON. Pure but for `ask`. */
export interface VendorInquiry {
  /** Under which its answers are kept. */
  readonly id: string;
  readonly title: string;
  /** The reads that it asks by; it is let through to no others. */
  readonly reads: readonly string[];
  /** Whether it can be asked about such an indicator. */
  concerns(subject: NamedSubject): boolean;
  /** @returns null when the vendor holds nothing. @throws AppError as a call does. */
  ask(ask: AskVendor, subject: InquirySubject): Promise<unknown>;
  /** What the answer says of cached records, in the form in which their stream sends them. */
  refresh?(answer: unknown, subject: InquirySubject): readonly FreshRecord[];
  describe(answer: unknown): VendorDetail;
}
