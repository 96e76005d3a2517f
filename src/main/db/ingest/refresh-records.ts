import type { StoreWrites } from '#main/services/ports/store.ts';
import type { ObservationDraft } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { WriteConnection } from '../connection.ts';
import type { Transactions } from '../writer/transactions.ts';
import { applyDraft } from './apply-draft.ts';
import { hashVendorKey } from './hash52.ts';
import type { FindStream } from './ingest.ts';
import { Slice } from './slice.ts';
import { TermWriter } from './term-writer.ts';

type Input = StoreWrites['records.refresh']['input'];

interface ReadRecord {
  readonly stream: string;
  readonly vendorKey: string;
  /** Null: the vendor no longer lists it. */
  readonly draft: ObservationDraft | null;
}

interface KnownRow {
  readonly id: number;
  readonly indicator_id: number;
  readonly gone_at_ms: number | null;
}

/**
 * Stores what single questions said of cached records, as a page of a sync would. Only records that are known are touched:
 * whether a new one belongs into the cache is for the stream and its options to say.
 *
 * @returns how many are different now. @throws AppError `vendor.badResponse` when one cannot be read; nothing is stored then.
 */
export function refreshRecords(
  transactions: Transactions,
  findStream: FindStream,
  { input, nowMs }: { readonly input: Input; readonly nowMs: number },
): { readonly changed: number } {
  const records = input.records.map(({ stream, vendorKey, raw }): ReadRecord => {
    if (raw === null) return { stream, vendorKey, draft: null };
    const { readRecord } = findStream(input.vendor, stream);
    if (readRecord === undefined) throw new AppError('internal.bug', `No single record of ${stream} can be read.`);
    return { stream, vendorKey, draft: readRecord(raw) };
  });
  return transactions.run(false, (changes) => {
    const { db } = transactions;
    const slice = new Slice({ db, changes, terms: new TermWriter(db), nowMs });
    const changed = records.filter((record) => refreshOne(slice, record, input));
    slice.finish();
    return { changed: changed.length };
  });
}

/** @returns whether it is different now. */
function refreshOne(slice: Slice, { stream, vendorKey, draft }: ReadRecord, input: Input): boolean {
  const streamId = findStreamId(slice.db, input, stream);
  if (streamId === undefined) return false;
  const known = slice.db.get<KnownRow>(
    'SELECT id, indicator_id, gone_at_ms FROM observation WHERE key_hash = ? AND stream_id = ? AND vendor_key = ?',
    hashVendorKey(streamId, vendorKey),
    streamId,
    vendorKey,
  );
  if (known === undefined || (draft !== null && draft.vendorKey !== vendorKey)) return false;
  if (draft !== null) {
    const origin = { streamId, vendor: input.vendor, fetchedAtMs: input.atMs };
    return applyDraft(slice, draft, origin).outcome === 'stored';
  }
  if (known.gone_at_ms !== null) return false;
  slice.db.run('UPDATE observation SET gone_at_ms = ? WHERE id = ?', input.atMs, known.id);
  slice.indicators.markDirty(known.indicator_id);
  return true;
}

function findStreamId(db: WriteConnection, { connectionId }: Input, stream: string): number | undefined {
  return db.value<number>(
    `SELECT s.id FROM stream_position s JOIN connection c ON c.id = s.connection_id
     WHERE c.uid = ? AND s.stream = ? AND c.removed_at_ms IS NULL`,
    connectionId,
    stream,
  );
}
