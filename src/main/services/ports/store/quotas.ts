/** Requests counted against the quotas of a key, where every process sees them. */
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { QuotaChange, QuotaLedger, QuotaRule } from '#shared/model/quota.ts';

/** What happened now to the quotas of a key. */
export interface QuotaEntry {
  /** All connections that are known to have the key. */
  readonly ids: readonly ConnectionId[];
  readonly rules: readonly QuotaRule[];
  readonly change: QuotaChange;
  readonly nowMs: number;
}

export interface QuotaWrites {
  /** Looks and counts in one transaction: no other process can come between. */
  'quotas.enter': Operation<QuotaEntry, QuotaLedger>;
}
