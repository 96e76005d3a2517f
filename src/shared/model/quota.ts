/** Quotas that a vendor does not tell in its answers: what a contract says, and what has been used of it. */
import * as z from 'zod';

/** A quota of a contract. */
export interface QuotaRule {
  readonly name: string;
  /** Null: the user has not said; it is counted all the same. */
  readonly limit: number | null;
  readonly periodMs: number;
  /** Periods since 1970 (a UTC day) instead of any stretch of that length. */
  readonly isAligned: boolean;
}

/** What has been used of a quota; times in epoch ms. */
export const quotaCountSchema = z.strictObject({
  name: z.string(),
  /** Sliding: when the requests of the last period were answered, or left where no answer came yet; aligned: empty. */
  answeredMs: z.array(z.number()),
  /** Aligned: the start of the period. */
  periodStartMs: z.number().nullable(),
  used: z.number(),
});
export type QuotaCount = z.infer<typeof quotaCountSchema>;

/** What happened: `take`: a request wants to leave; `settle`: one that left at `sentMs` was answered; `look`: nothing. */
export type QuotaChange = { readonly kind: 'take' | 'look' } | { readonly kind: 'settle'; readonly sentMs: number };

/** What is counted after a change, one count per rule. */
export interface QuotaLedger {
  /** Whether a request that wanted to leave was counted, and so may leave. */
  readonly isGranted: boolean;
  readonly counts: readonly QuotaCount[];
}
