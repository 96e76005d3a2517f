import * as z from 'zod';
import type { Clock } from '#main/ports/ports.ts';
import type { QuotaStatus } from '#shared/model/rate-budget.ts';
import type { QuotaRule } from '../vendor.ts';

export const quotaSnapshotSchema = z.strictObject({
  name: z.string(),
  /** Sliding: when the requests of the last period were answered, epoch ms; aligned: empty. */
  answeredMs: z.array(z.number()),
  /** Aligned: the start of the period, epoch ms, and what it has used. */
  periodStartMs: z.number().nullable(),
  used: z.number(),
});
export type QuotaSnapshot = z.infer<typeof quotaSnapshotSchema>;

/** Counts own requests against a quota that a vendor does not tell in its answers. */
export interface Quota {
  /** How long the next request has to wait. */
  pauseMs(): number;
  /** A request leaves. @returns to be called when it was answered. */
  take(): () => void;
  /** Another word of the contract; null: nobody says a limit any more. */
  setLimit(limit: number | null): void;
  status(): QuotaStatus;
  snapshot(): QuotaSnapshot;
  restore(snapshot: QuotaSnapshot): void;
}

/** Vendors count when a request arrives, which is some time before its answer does. */
const safetyMs = 250;

/** A quota of the kind that its rule says. */
export function createQuota(clock: Clock, rule: QuotaRule): Quota {
  return rule.isAligned ? createAlignedQuota(clock, rule) : createSlidingQuota(clock, rule);
}

/** So many requests in any stretch of the length of the period. */
function createSlidingQuota(clock: Clock, rule: QuotaRule): Quota {
  const { name, periodMs } = rule;
  let { limit } = rule;
  /** Monotonic times, oldest first; those under way stand with the time they left. */
  let counted: { atMs: number }[] = [];

  function live(): readonly { readonly atMs: number }[] {
    const now = clock.monotonicMs();
    counted = counted.filter(({ atMs }) => atMs + periodMs + safetyMs > now);
    return counted;
  }

  return {
    pauseMs() {
      const all = live();
      if (limit === null || all.length < limit) return 0;
      const oldest = Math.min(...all.map(({ atMs }) => atMs));
      return Math.max(1, oldest + periodMs + safetyMs - clock.monotonicMs());
    },
    take() {
      const request = { atMs: clock.monotonicMs() };
      counted.push(request);
      return () => {
        request.atMs = clock.monotonicMs();
      };
    },
    setLimit(next) {
      limit = next;
    },
    status() {
      const [oldest] = live();
      const toEpoch = clock.nowMs() - clock.monotonicMs();
      const resetAtMs = oldest === undefined ? null : Math.round(oldest.atMs + periodMs + safetyMs + toEpoch);
      return { name, limit, used: counted.length, resetAtMs };
    },
    snapshot() {
      const toEpoch = clock.nowMs() - clock.monotonicMs();
      const answeredMs = live().map(({ atMs }) => Math.round(atMs + toEpoch));
      return { name, answeredMs, periodStartMs: null, used: answeredMs.length };
    },
    restore({ answeredMs }) {
      const toMonotonic = clock.monotonicMs() - clock.nowMs();
      // A clock that was set back would make old requests look like future ones.
      const past = answeredMs.filter((atMs) => atMs <= clock.nowMs());
      counted = past.map((atMs) => ({ atMs: atMs + toMonotonic }));
    },
  };
}

/** So many requests in each period since 1970, such as a UTC day. */
function createAlignedQuota(clock: Clock, rule: QuotaRule): Quota {
  const { name, periodMs } = rule;
  let { limit } = rule;
  let periodStartMs = startOf(clock.nowMs());
  let used = 0;

  function startOf(atMs: number): number {
    return Math.floor(atMs / periodMs) * periodMs;
  }

  function roll(): void {
    const start = startOf(clock.nowMs());
    if (start === periodStartMs) return;
    periodStartMs = start;
    used = 0;
  }

  return {
    pauseMs() {
      roll();
      if (limit === null || used < limit) return 0;
      return periodStartMs + periodMs + safetyMs - clock.nowMs();
    },
    take() {
      roll();
      used += 1;
      return () => undefined;
    },
    setLimit(next) {
      limit = next;
    },
    status() {
      roll();
      return { name, limit, used, resetAtMs: periodStartMs + periodMs };
    },
    snapshot() {
      roll();
      return { name, answeredMs: [], periodStartMs, used };
    },
    restore(snapshot) {
      roll();
      if (snapshot.periodStartMs === periodStartMs) used = Math.max(used, snapshot.used);
    },
  };
}
