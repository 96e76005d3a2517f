/** One question about one indicator at one connection: asked, kept with its time, and told to the cached records. */
import { isDeepStrictEqual } from 'node:util';
import type { CachedRecord, InquirySubject, NamedSubject, RecordName, VendorInquiry } from '#main/vendors/inquiry.ts';
import type { AskVendor } from '#main/vendors/operation.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { onlyReads } from '../operations/ask-vendor.ts';
import type { AnswerName, RefreshedRecord } from '../ports/store/answers.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { NamedIndicator } from '../ports/store/indicators.ts';
import type { Store } from '../ports/store.ts';

/** Most records of one indicator that are brought up to date; of notifications there can be thousands. */
const recordLimit = 100;
/** Longest answer that is kept, in UTF-16 code units. */
const answerLimit = 4_000_000;

/** An indicator as a connection's inquiries see it, and which of its records are gone. */
export interface Subject extends InquirySubject {
  readonly gone: ReadonlySet<string>;
}

/** What tells whether a connection can be asked about an indicator. */
export function nameSubject(connection: StoredConnection, detail: IndicatorDetail): NamedSubject {
  const { type, value, received } = detail;
  const records = recordsOf(connection, detail);
  return { type, value, received, records, optionsOf: (stream) => connection.options[stream] ?? {} };
}

/** Reads what the cache holds of an indicator from one connection. */
export async function readSubject(
  store: Store,
  connection: StoredConnection,
  detail: IndicatorDetail,
): Promise<Subject> {
  const own = recordsOf(connection, detail);
  const records = await Promise.all(
    own.map(async ({ id, stream, vendorKey }): Promise<CachedRecord> => {
      const raw = await store.read('observations.raw', { id });
      return { stream, vendorKey, record: raw === null ? null : JSON.parse(raw) };
    }),
  );
  return {
    ...nameSubject(connection, detail),
    records,
    gone: new Set(own.filter(({ goneAtMs }) => goneAtMs !== null).map(nameRecord)),
  };
}

function recordsOf({ name }: StoredConnection, { observationList }: IndicatorDetail) {
  return observationList
    .filter(({ connection }) => connection === name)
    .toSorted((left, right) => right.fetchedAtMs - left.fetchedAtMs)
    .slice(0, recordLimit);
}

/** Streams of one vendor can hold records of the same key. */
function nameRecord({ stream, vendorKey }: RecordName): string {
  return `${stream}\n${vendorKey}`;
}

/** The inquiries of a module that concern an indicator. */
export function inquiriesFor({ inquiries = [] }: VendorModule, subject: NamedSubject): readonly VendorInquiry[] {
  return inquiries.filter((inquiry) => inquiry.concerns(subject));
}

/** Under which an answer is kept. */
export function answerName(
  connection: Pick<StoredConnection, 'id'>,
  inquiry: Pick<VendorInquiry, 'id'>,
  { type, value }: NamedIndicator,
): AnswerName {
  return { connectionId: connection.id, operation: `inquiry:${inquiry.id}`, key: `${type}\n${value}` };
}

export interface Inquiring {
  readonly store: Store;
  readonly connection: StoredConnection;
  readonly ask: AskVendor;
  readonly nowMs: () => number;
}

/** What was learned. */
export interface Learned {
  readonly fetchedAtMs: number;
  /** Null: the vendor holds nothing. */
  readonly answer: unknown;
  /** Cached records that are different now. */
  readonly changed: number;
}

/** Asks and keeps. @throws AppError as the vendor's reads do; what was kept before stays then. */
export async function inquire(
  { store, connection, ask, nowMs }: Inquiring,
  inquiry: VendorInquiry,
  subject: Subject,
): Promise<Learned> {
  const answer = await inquiry.ask(onlyReads(ask, inquiry), subject);
  const atMs = nowMs();
  const text = JSON.stringify(answer);
  if (text.length > answerLimit) {
    throw new AppError('vendor.badResponse', 'The answer is too long to be kept.', {
      suggestion: 'Ask with: sightline vendor',
    });
  }
  await store.write('answers.save', { ...answerName(connection, inquiry, subject), answer: text, atMs });
  const records = listChanges(inquiry, subject, answer);
  if (records.length === 0) return { fetchedAtMs: atMs, answer, changed: 0 };
  const { id: connectionId, vendor } = connection;
  const { changed } = await store.write('records.refresh', { connectionId, vendor, records, atMs });
  return { fetchedAtMs: atMs, answer, changed };
}

/** Records that the vendor words differently now; the order of members says nothing. */
function listChanges(inquiry: VendorInquiry, subject: Subject, answer: unknown): readonly RefreshedRecord[] {
  const fresh = inquiry.refresh?.(answer, subject) ?? [];
  return fresh.flatMap(({ stream, vendorKey, record }): readonly RefreshedRecord[] => {
    const kept = subject.records.find((one) => one.stream === stream && one.vendorKey === vendorKey);
    const isGone = subject.gone.has(nameRecord({ stream, vendorKey }));
    if (record === null) return isGone ? [] : [{ stream, vendorKey, raw: null }];
    // One that was gone and is listed again has changed, even when it says the same.
    if (!isGone && isDeepStrictEqual(record, kept?.record)) return [];
    return [{ stream, vendorKey, raw: JSON.stringify(record) }];
  });
}
