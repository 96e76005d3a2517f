/** What services ask of the shared vendor client: calls to one account, with its secret, within its rate budget. */
import type { HttpAnswer, SecretFields } from '#main/ports/ports.ts';
import type { StreamOptionValues } from '#main/vendors/inquiry.ts';
import type { VendorRequest } from '#main/vendors/operation.ts';
import type { AccountNotice, VendorModule, VendorSite } from '#main/vendors/vendor.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { QuotaLedger } from '#shared/model/quota.ts';
import type { BudgetStatus } from '#shared/model/rate-budget.ts';
import type { QuotaEntry } from './store/quotas.ts';

/** Told of what a call costs while it runs. */
export interface CallObserver {
  /** A request went out, repeated ones included. */
  requestSent(): void;
  /** The vendor wants us to wait: until when, epoch ms of our clock; null when the wait is over. */
  waiting(untilMs: number | null): void;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly observer: CallObserver;
  /** Whether a refused or broken read is tried again. */
  readonly retry: boolean;
  /** A refusal that the caller reads itself; everything else that is refused is thrown. */
  readonly isAnswer?: ((answer: HttpAnswer) => boolean) | undefined;
  /** The right that the call needs, for a refusal to name; absent: what syncing needs. */
  readonly scope?: string | undefined;
}

/** An open account at a vendor; all calls share its rate budget and its token. */
export interface VendorSession {
  /**
   * Sends a request and hands the answer, a success in the vendor's own terms, to whoever reads it. That is part of the
   * try: a page that turns out to be broken (`vendor.*`, retryable) is asked for again like one that broke off on its way.
   *
   * @param use must leave nothing behind when it throws such an error.
   * @returns what `use` made of the answer.
   * @throws AppError `credential.rejected`, `vendor.*`, `network.*`, `internal.cancelled`; whatever else `use` throws.
   */
  call<Result>(
    request: VendorRequest,
    options: CallOptions,
    use: (answer: HttpAnswer) => Promise<Result>,
  ): Promise<Result>;
  /** Gives the token back. */
  close(): Promise<void>;
}

export interface SessionInput {
  readonly module: VendorModule;
  /** Whose rate budget it shares; null for an account that is only tried out. */
  readonly connectionId: ConnectionId | null;
  readonly origin: string;
  /** With an explicit base URL a region hint is reported, not followed. */
  readonly originIsFixed: boolean;
  readonly secrets: SecretFields;
  readonly options: StreamOptionValues;
  /** PEM texts trusted for this session only, beside those of the settings. */
  readonly authorities?: readonly string[];
  readonly notice: (notice: AccountNotice) => void;
  /** The vendor says where the account lives, and calls go there from now on. */
  readonly moved?: (site: VendorSite) => void;
}

/** Where rate budgets are kept over restarts, as JSON text. */
export interface BudgetMemory {
  load(id: ConnectionId): Promise<string | null>;
  save(id: ConnectionId, text: string): Promise<void>;
  /** Counts against the quotas of a key, with whoever else uses it. */
  enterQuotas(entry: QuotaEntry): Promise<QuotaLedger>;
  /** The budget of a connection is another one now. */
  changed(id: ConnectionId, status: BudgetStatus): void;
}

/** The network code is loaded with the first session. */
export type OpenSession = (input: SessionInput) => Promise<VendorSession>;
