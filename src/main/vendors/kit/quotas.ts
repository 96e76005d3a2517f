import { enterChange, quotaSafetyMs } from '#main/domain/quota-count.ts';
import type { Clock } from '#main/ports/ports.ts';
import type { QuotaEntry } from '#main/services/ports/store/quotas.ts';
import type { QuotaChange, QuotaCount, QuotaLedger, QuotaRule } from '#shared/model/quota.ts';
import type { QuotaStatus } from '#shared/model/rate-budget.ts';

/**
 * Where requests are counted for everybody who uses the key.
 * @returns undefined when it cannot be reached: then everybody counts alone.
 */
export type EnterQuotas = (entry: Omit<QuotaEntry, 'ids'>) => Promise<QuotaLedger | undefined>;

/** The quotas of a key that its vendor tells nothing of, counted here. */
export interface Quotas {
  /** How long the next request has to wait, as far as is known here. */
  pauseMs(): number;
  /**
   * Counts a request that leaves now.
   * @returns to be called when it was answered; undefined: others have taken what was left, so wait.
   */
  take(): Promise<(() => void) | undefined>;
  /** Takes in what others have counted. */
  look(): Promise<void>;
  /** What the contract says now, each in its place. */
  limit(stated: readonly QuotaRule[]): void;
  status(): readonly QuotaStatus[];
}

/** @param enter absent: nobody else uses the key. */
export function createQuotas(clock: Clock, stated: readonly QuotaRule[], enter?: EnterQuotas): Quotas {
  let rules = stated;
  let counts: readonly QuotaCount[] = [];

  async function count(change: QuotaChange, nowMs = clock.nowMs()): Promise<boolean> {
    const own = enterChange(rules, [counts], { change, nowMs });
    // At once, so that whoever looks meanwhile sees it.
    counts = own.counts;
    const shared = await enter?.({ rules, change, nowMs });
    if (shared === undefined) return own.isGranted;
    counts = shared.counts;
    return shared.isGranted;
  }

  function known(): readonly { readonly rule: QuotaRule; readonly count: QuotaCount }[] {
    const { counts: all } = enterChange(rules, [counts], { change: { kind: 'look' }, nowMs: clock.nowMs() });
    return rules.flatMap((rule, at) => {
      const of = all[at];
      return of === undefined ? [] : [{ rule, count: of }];
    });
  }

  return {
    pauseMs() {
      const nowMs = clock.nowMs();
      const waits = known().map(({ rule, count }) =>
        rule.limit === null || count.used < rule.limit ? 0 : Math.max(1, freeAtMs(rule, count) + quotaSafetyMs - nowMs),
      );
      return Math.max(0, ...waits);
    },
    async take() {
      if (rules.length === 0) return () => undefined;
      const sentMs = clock.nowMs();
      const counted = count({ kind: 'take' }, sentMs);
      // Without a limit nobody can refuse it, so nothing is waited for.
      if (rules.some(({ limit }) => limit !== null) && !(await counted)) return undefined;
      return () => void count({ kind: 'settle', sentMs });
    },
    async look() {
      if (rules.length > 0) await count({ kind: 'look' });
    },
    limit(next) {
      rules = rules.map((rule, at) => ({ ...rule, limit: next[at]?.limit ?? null }));
    },
    status: () =>
      known().map(({ rule, count }) => {
        const atMs = freeAtMs(rule, count);
        const resetAtMs = Number.isFinite(atMs) ? Math.round(atMs) : null;
        return { name: rule.name, limit: rule.limit, used: count.used, resetAtMs };
      }),
  };
}

/** When less is used than now; infinite where nothing is. */
function freeAtMs({ periodMs }: QuotaRule, { periodStartMs, answeredMs }: QuotaCount): number {
  const startMs = periodStartMs ?? answeredMs.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  return startMs + periodMs;
}
