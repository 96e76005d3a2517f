/** What vendors answered to questions on demand. */
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { ConnectionId } from '#shared/model/ids.ts';

/** What a vendor said of a cached record when it was asked. */
export interface RefreshedRecord {
  readonly stream: string;
  readonly vendorKey: string;
  /** In the form in which the stream sends it, JSON text; null: the vendor no longer lists it. */
  readonly raw: string | null;
}

/** Names a vendor's answer that is kept: operation and what was asked for. */
export interface AnswerName {
  readonly connectionId: ConnectionId;
  readonly operation: string;
  readonly key: string;
}

export interface AnswerReads {
  /** What a vendor answered to a question of this key; null when it was never asked. */
  'answers.get': Operation<AnswerName, { readonly answer: string; readonly fetchedAtMs: number } | null>;
}

export interface AnswerWrites {
  /** See `db/ingest/refresh-records.ts`: unknown records are left out. @throws AppError `vendor.badResponse`. */
  'records.refresh': Operation<
    {
      readonly connectionId: ConnectionId;
      readonly vendor: string;
      readonly records: readonly RefreshedRecord[];
      readonly atMs: number;
    },
    { readonly changed: number }
  >;
  'answers.save': Operation<AnswerName & { readonly answer: string; readonly atMs: number }, null>;
  'answers.forget': Operation<AnswerName, null>;
}
