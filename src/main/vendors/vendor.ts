/**
 * What a vendor module is. A module states facts: fields, options, streams, how to ask and how to read an answer.
 * Looping, retries, rate budget, storage, completeness and progress are shared and live elsewhere.
 *
 * `request`, `read` and `conclude` are pure: `request` runs on the main thread beside the network, `read` in the writer
 * thread, where the bytes are parsed, mapped and stored without crossing a thread again.
 */
import type * as z from 'zod';
import type { HttpAnswer, SecretFields } from '#main/ports/ports.ts';
import type { Secret } from '#main/ports/secret.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import type { FindingKind } from '#shared/errors/finding-kinds.ts';
import type { ObservationFields } from '#shared/model/indicator.ts';
import type { TenantWords } from '#shared/model/outbox.ts';
import type { QuotaRule } from '#shared/model/quota.ts';
import type { IndicatorType, RelationKind } from '#shared/model/vocabulary.ts';
import type { StreamOptionValues, VendorInquiry } from './inquiry.ts';
import type { AskVendor, VendorOperation, VendorRequest } from './operation.ts';
import type { VendorPush } from './push.ts';

/** An indicator that a record implies without describing it (the sample a value was seen in, other hashes of a file). */
export interface DerivedDraft {
  readonly type: IndicatorType;
  readonly value: string;
  readonly relation: RelationKind;
}

/** Datadog's view of the triage of an indicator, as it stands in a record. */
export interface TriageDraft {
  readonly reviewed: boolean;
  readonly atMs: number | null;
  readonly by: string | null;
}

/** One vendor record, mapped; `type`, `value` and `received` as canonicalised. */
export interface ObservationDraft extends ObservationFields {
  /** The record's identity at the vendor, unique within connection and stream. */
  readonly vendorKey: string;
  readonly type: IndicatorType;
  readonly value: string;
  readonly received: string | null;
  /** The vendor has deleted it (soft delete): it is kept as gone. */
  readonly gone: boolean;
  /** Other names under which the same indicator arrives (`vt-url:<id>`): folded into this one. */
  readonly aliases: readonly string[];
  readonly derived: readonly DerivedDraft[];
  readonly triage: TriageDraft | null;
  /** The record exactly as received, as JSON text. */
  readonly raw: string;
  /** What the record says, independent of the order of its members; absent where the raw text itself serves. */
  readonly fingerprint?: string;
}

/** A record that could not be read: kept aside with its reason. */
export interface RejectedDraft {
  readonly reason: string;
  readonly raw: string;
}

/** One answer, read. */
export interface VendorPage<Cursor> {
  readonly drafts: readonly ObservationDraft[];
  readonly rejected: readonly RejectedDraft[];
  /** The vendor's total for exactly what was asked, null where it gives none. */
  readonly total: number | null;
  /** Where to go on; null when the walk's own rule says that this was the last page. */
  readonly next: Cursor | null;
  /** With `next` null: the cursor with what this last page taught, for `conclude`. Absent: the one that asked for it. */
  readonly last?: Cursor;
}

/** What a walk came to when its last page is stored; `received` counts distinct records, rejected ones included. */
export interface WalkResult<Cursor> {
  /** The cursor that asked for the last page, or what that page put in its place (`last`). */
  readonly cursor: Cursor;
  readonly received: number;
  /** Total of the last page that named one. */
  readonly total: number | null;
}

/** What follows after the last page of a walk. */
export type WalkEnd<Cursor, Checkpoint> =
  | { readonly kind: 'again'; readonly cursor: Cursor }
  | {
      readonly kind: 'done';
      readonly checkpoint: Checkpoint;
      /** The vendor's total for the whole run, null where it gives none. */
      readonly expected: number | null;
      /** Whether all that the vendor announced arrived. */
      readonly complete: boolean;
      /** Everything the vendor holds was seen, so what was not seen is gone there. */
      readonly exhaustive: boolean;
    };

/** What a new walk starts from. */
export interface WalkStart<Checkpoint> {
  /** What the last complete walk left; undefined on the first one. */
  readonly checkpoint: Checkpoint | undefined;
  /** The user asked for everything again. */
  readonly full: boolean;
  readonly nowMs: number;
  readonly options: StreamOptionValues;
}

/** A list of records that is synced. `Cursor` and `Checkpoint` are JSON values, saved as text with the page they follow. */
export interface VendorStream<Cursor, Checkpoint> {
  readonly id: string;
  readonly displayName: string;
  /** The vendor's own parameter names; strict. */
  readonly optionsSchema: z.ZodObject;
  readonly cursorSchema: z.ZodType<Cursor>;
  readonly checkpointSchema: z.ZodType<Checkpoint>;
  begin(start: WalkStart<Checkpoint>): Cursor;
  request(cursor: Cursor, options: StreamOptionValues): VendorRequest;
  /** @throws AppError `vendor.*` when the page as a whole cannot be trusted; retryable ones have it asked for again. */
  read(answer: HttpAnswer, cursor: Cursor, options: StreamOptionValues): VendorPage<Cursor>;
  conclude(result: WalkResult<Cursor>): WalkEnd<Cursor, Checkpoint>;
  /**
   * One record out of its JSON text, as `read` finds it in a page; absent where a vendor is asked for no single ones.
   * @throws AppError `vendor.badResponse`.
   */
  readonly readRecord?: (raw: string) => ObservationDraft;
  /** Whether its options ask for it to be synced with the others; absent: always. Asked for by name it always is. */
  readonly isWanted?: (options: StreamOptionValues) => boolean;
  /** How far back the vendor itself remembers, milliseconds; null when it forgets nothing. */
  readonly memoryMs: number | null;
}

/** A stream whose own types are hidden, as the registry holds it; made by `defineStream`. */
export type AnyVendorStream = VendorStream<unknown, unknown>;

/** What an answer's headers say of the rate budget; times in epoch ms of our clock. */
export interface RateReading {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetAtMs: number | null;
  /** Set when the vendor refused the call: not before this moment. */
  readonly retryAtMs: number | null;
}

/** The call for which a request is authorised. */
export interface AuthorizedCall {
  readonly signal: AbortSignal;
  /** Told of each request that is made for it, those for a token included. */
  readonly requestSent: () => void;
}

/** Attaches the secret to requests; lives for one run or one call. */
export interface Authorizer {
  /** @throws AppError `credential.rejected`, `vendor.*`, `network.*` when a token has to be fetched for it. */
  authorize(call: AuthorizedCall): Promise<{
    readonly headers: Readonly<Record<string, string | Secret>>;
    readonly query: readonly (readonly [string, Secret])[];
  }>;
  /** After a 401: drops what was cached. @returns whether asking once more makes sense. */
  renew(): boolean;
  /** Gives back what was obtained (revokes a token). */
  close(): Promise<void>;
}

/** Something the user should know about an account, though calls go through. */
export interface AccountNotice {
  readonly finding: FindingKind;
  /** For users. */
  readonly text: string;
  /** Absent: what is always to be done about such a thing. */
  readonly nextStep?: string;
}

/** What an authorizer may use. */
export interface AuthorizerContext {
  readonly secrets: SecretFields;
  /** The options of the connection's `auth` section and the like. */
  readonly options: StreamOptionValues;
  readonly origin: string;
  /** With an explicit base URL a region hint is reported, not followed. */
  readonly originIsFixed: boolean;
  send(request: {
    readonly origin: string;
    readonly path: string;
    readonly method: 'POST' | 'GET';
    readonly headers: Readonly<Record<string, string | Secret>>;
    readonly body?: string | Secret;
    /** For whom. */
    readonly call: AuthorizedCall;
  }): Promise<HttpAnswer>;
  monotonicMs(): number;
  /** The vendor's own word on where the tenant lives: later requests go to this origin (from our list only). */
  moveTo(origin: string): void;
  /** Something the user should know (wrong region with a fixed base URL). */
  notice(notice: AccountNotice): void;
}

/** A field of the secret, as the forms and the command line ask for it. */
export interface CredentialField {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  /** Where the analyst finds it in the vendor's console. */
  readonly hint: string;
}

/** A site or region a tenant can live in. */
export interface VendorSite {
  readonly id: string;
  readonly label: string;
  readonly origin: string;
}

/** How the vendor's own search is asked for indicators: text that people paste there. */
export interface VendorSearchText {
  /** What it is called in a menu. */
  readonly label: string;
  /** Whether it can look for indicators of a type. */
  finds(type: IndicatorType): boolean;
  /** @param indicators one at least, all of types that it finds. */
  write(indicators: readonly { readonly type: IndicatorType; readonly value: string }[]): string;
}

/** That a vendor acts on indicators, and its words for it: what is enforced is told by them. */
export interface Enforcement {
  /** Actions that stop or report a value. */
  readonly enforcing: readonly string[];
  /** Actions that let it pass. */
  readonly allowing: readonly string[];
  /** What can be enforced there at all. */
  readonly types: readonly IndicatorType[];
}

/** A vendor. */
export interface VendorModule {
  readonly id: string;
  readonly displayName: string;
  readonly credentialFields: readonly CredentialField[];
  /** Parses the secret's fields; strict; trims ends. */
  readonly credentialSchema: z.ZodObject;
  /** Empty where the vendor has one host only. */
  readonly sites: readonly VendorSite[];
  readonly defaultOrigin: string;
  readonly streams: readonly AnyVendorStream[];
  readonly operations: readonly VendorOperation[];
  /** How the writes among the operations go through the outbox. */
  readonly pushes: readonly VendorPush[];
  /** The push that takes the analyst's decision on an indicator; absent where a vendor takes none. */
  readonly triageOperation?: string;
  /** Absent where a vendor only reports. */
  readonly enforcement?: Enforcement;
  /**
   * Its records' first and last seen say that the indicator itself was seen: in the organisation's logs, in a sample that ran.
   * Absent where they are times of the record, or of what was published.
   */
  readonly recordsSightings?: boolean;
  /** What it can be asked about one indicator; absent where there is nothing beyond the streams. */
  readonly inquiries?: readonly VendorInquiry[];
  /** Absent where indicators are not looked for by a query. */
  readonly searchText?: VendorSearchText;
  /** Reads of the tenant's own words; absent where a vendor has none. */
  readonly readWords?: (ask: AskVendor) => Promise<TenantWords>;
  /** Options of the `auth` section of a connection (how the secret is sent); absent where there is no choice. */
  readonly authOptionsSchema?: z.ZodObject;
  /** How many requests of one connection may be in flight. */
  readonly concurrency: number;
  /** Length of the sliding window in which the vendor counts requests; absent where it tells when its periods end, or nothing. */
  readonly rateWindowMs?: number;
  /** Quotas that are counted here; by the options of the connection's `auth` section. */
  readonly quotas?: (options: StreamOptionValues) => readonly QuotaRule[];
  createAuthorizer(context: AuthorizerContext): Authorizer;
  /** The cheapest call that proves that the secret is good for syncing. */
  readonly testRequest: VendorRequest;
  /**
   * After a refused test, where one refusal has several causes: asks on, to tell which it is.
   * @param site the id of the site asked; null for a base URL.
   * @returns the error that says more, or the one given. Never throws.
   */
  readonly diagnose?: (error: AppError, ask: AskVendor, site: string | null) => Promise<AppError>;
  readRate(answer: HttpAnswer, nowMs: number): RateReading;
  /** Translates an answer that is not a success (or is a failure inside a 200); undefined when it is a success. */
  readError(answer: HttpAnswer): AppError | undefined;
}
