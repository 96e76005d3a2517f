import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { QuotaRule } from '#shared/model/quota.ts';
import type { BudgetStatus } from '#shared/model/rate-budget.ts';
import type { RateReading } from '../vendor.ts';
import { createQuotas, type EnterQuotas } from './quotas.ts';

/** Longest wait for a vendor; one that wants more is told to the user instead of waited for. */
export const longestWaitMs = 15 * 60 * 1000;

/** Added to every stated wait: vendors round their seconds, and a request too early costs more than this. */
const safetyMs = 250;

/** Pauses where a vendor tells how many requests are left but not until when (sliding windows), as gofalcon keeps them. */
const pacing: readonly { readonly remaining: number; readonly pauseMs: number }[] = [
  { remaining: 0, pauseMs: 1_000 },
  { remaining: 5, pauseMs: 500 },
  { remaining: 10, pauseMs: 200 },
];

/** Called with the end of a wait (epoch ms) when it begins, with null when it is over. */
export type WaitListener = (untilMs: number | null) => void;

/** A request that counts against a sliding window, monotonic times: it left after `sentMs` and had arrived by `answeredMs`. */
interface CountedRequest {
  readonly sentMs: number;
  readonly answeredMs: number;
}

/** What of a budget outlives the program; times in epoch ms. */
export interface BudgetSnapshot {
  readonly remaining: number | null;
  readonly resetAtMs: number | null;
  readonly stillUntilMs: number | null;
  /** When the requests of the current window were answered. */
  readonly answeredMs: readonly number[];
}

/** What the requests of one connection share: how many may be in flight, how many are left, until when to keep still. */
export interface RateBudget {
  /**
   * Resolves when a request may be sent.
   * @returns a function that gives the place back.
   * @throws AppError `internal.cancelled`; `vendor.rateLimited` when the vendor wants a wait of more than 15 minutes.
   */
  acquire(signal: AbortSignal, onWait: WaitListener): Promise<() => void>;
  /** Takes in what an answer's headers say. */
  note(reading: RateReading): void;
  /** For the next start of the program; quotas are kept where they are counted. */
  snapshot(): BudgetSnapshot;
  /** Goes on from an earlier start; what is over by now counts for nothing. */
  restore(snapshot: BudgetSnapshot): void;
  /** Another process has kept this meanwhile: what it was told holds here too. */
  heed(snapshot: BudgetSnapshot): void;
  /** Takes in what others have counted. */
  lookAtQuotas(): Promise<void>;
  /** Sleeps with the listener told. @throws AppError as {@link RateBudget.acquire}. */
  wait(durationMs: number, signal: AbortSignal, onWait: WaitListener): Promise<void>;
  /** Ends all waits; what waited fails as cancelled. */
  cancelWaits(): void;
  /** What the contract says of quotas now, each in its place. */
  limitQuotas(rules: readonly QuotaRule[]): void;
  /** For whoever shows it. */
  status(): BudgetStatus;
  /** Told after every change of {@link RateBudget.status}. */
  onChange(listener: () => void): void;
}

/** How a vendor counts. */
export interface RateRules {
  /** How many requests may be in flight. */
  readonly concurrency: number;
  /** Length of a sliding window; null where the vendor tells when its periods end, or nothing. */
  readonly windowMs: number | null;
  /** What is counted here, because the vendor tells nothing of it. */
  readonly quotas?: readonly QuotaRule[];
  /** Where all who use the key count; absent: nobody else does. */
  readonly enterQuotas?: EnterQuotas | undefined;
}

/** A budget; see {@link RateBudget}. */
export function createRateBudget(clock: Clock, rules: RateRules): RateBudget {
  const { concurrency, windowMs } = rules;
  const quotas = createQuotas(clock, rules.quotas ?? [], rules.enterQuotas);
  const listeners: (() => void)[] = [];
  /** Ends of the waits that go on now, epoch ms. */
  const waits = new Map<AbortController, number>();
  const queue: (() => void)[] = [];
  let inFlight = 0;
  /** Monotonic; nothing is sent before. */
  let stillUntilMs = Number.NEGATIVE_INFINITY;
  let remaining = Number.POSITIVE_INFINITY;
  /** Monotonic; when `remaining` starts anew. Infinite: the vendor does not tell. */
  let resetMs = Number.POSITIVE_INFINITY;
  /** Own requests of the sliding window, oldest first. */
  let counted: readonly CountedRequest[] = [];
  let limit: number | null = null;

  /** Of what was kept: not so far ahead that only a wrong clock explains it. */
  function isUseful(atMs: number | null): atMs is number {
    return atMs !== null && atMs - clock.nowMs() <= longestWaitMs;
  }

  function changed(): void {
    for (const listener of listeners) listener();
  }

  /** Gives back what has left the sliding window for sure. */
  function expire(now: number): void {
    if (windowMs === null) return;
    const kept = counted.filter(({ answeredMs }) => answeredMs + windowMs + safetyMs > now);
    remaining += counted.length - kept.length;
    counted = kept;
  }

  /** How long the next request has to wait. */
  function pauseMs(): number {
    const now = clock.monotonicMs();
    if (resetMs <= now) {
      remaining = Number.POSITIVE_INFINITY;
      resetMs = Number.POSITIVE_INFINITY;
    }
    expire(now);
    const still = Math.max(0, stillUntilMs - now, quotas.pauseMs());
    if (resetMs < Number.POSITIVE_INFINITY) return Math.max(still, remaining > 0 ? 0 : resetMs - now);
    const [oldest] = counted;
    if (windowMs === null || remaining > 0 || oldest === undefined) return still;
    return Math.max(still, oldest.answeredMs + windowMs + safetyMs - now);
  }

  /** How long to hold back where others share a budget of which no end is told. */
  function pacingMs(): number {
    if (resetMs < Number.POSITIVE_INFINITY) return 0;
    return pacing.find((step) => remaining <= step.remaining)?.pauseMs ?? 0;
  }

  async function keepStill(signal: AbortSignal, onWait: WaitListener): Promise<void> {
    for (let pause = pauseMs(); pause > 0; pause = pauseMs()) await wait(pause, signal, onWait);
    const pace = pacingMs();
    if (pace === 0) return;
    await wait(pace, signal, onWait);
    // A pause without a known end is kept once, not for ever.
    if (resetMs === Number.POSITIVE_INFINITY && counted.length === 0) remaining = Number.POSITIVE_INFINITY;
    for (let pause = pauseMs(); pause > 0; pause = pauseMs()) await wait(pause, signal, onWait);
  }

  async function wait(durationMs: number, signal: AbortSignal, onWait: WaitListener): Promise<void> {
    if (durationMs > longestWaitMs) throw tooLong(durationMs);
    const untilMs = clock.nowMs() + durationMs;
    const cancelling = new AbortController();
    waits.set(cancelling, untilMs);
    onWait(untilMs);
    changed();
    try {
      await clock.sleep(durationMs, AbortSignal.any([signal, cancelling.signal]));
    } finally {
      waits.delete(cancelling);
      onWait(null);
      changed();
    }
  }

  /** @returns undefined when another process was quicker. */
  async function take(signal: AbortSignal, onWait: WaitListener): Promise<(() => void) | undefined> {
    await keepStill(signal, onWait);
    // Another one may have taken what was left while this one woke up.
    while (pauseMs() > 0) await keepStill(signal, onWait);
    throwIfAborted(signal);
    remaining -= 1;
    const answered = await quotas.take();
    if (answered === undefined) remaining += 1;
    return answered;
  }

  function release(): void {
    inFlight -= 1;
    queue.shift()?.();
  }

  return {
    wait,
    async acquire(signal, onWait) {
      throwIfAborted(signal);
      while (inFlight >= concurrency) await turn(queue, signal);
      inFlight += 1;
      let answered: (() => void) | undefined;
      try {
        while (answered === undefined) answered = await take(signal, onWait);
      } catch (error) {
        release();
        throw error;
      }
      const sentMs = clock.monotonicMs();
      changed();
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        answered();
        if (windowMs !== null) counted = [...counted, { sentMs, answeredMs: clock.monotonicMs() }];
        release();
      };
    },
    note(reading) {
      const toMonotonic = clock.monotonicMs() - clock.nowMs();
      if (reading.retryAtMs !== null) {
        stillUntilMs = Math.max(stillUntilMs, reading.retryAtMs + safetyMs + toMonotonic);
      }
      limit = reading.limit ?? limit;
      if (reading.remaining === null) return changed();
      const now = clock.monotonicMs();
      // What the vendor may have given back already must not be given back by us once more.
      if (windowMs !== null) counted = counted.filter(({ sentMs }) => sentMs + windowMs > now);
      const others = Math.max(0, inFlight - 1);
      // When to come back is the vendor's own word on when something is left again: no need to reckon it from the window.
      const resetAtMs = reading.resetAtMs ?? reading.retryAtMs;
      const reset = resetAtMs === null ? Number.POSITIVE_INFINITY : resetAtMs + safetyMs + toMonotonic;
      const left = reading.remaining - others;
      // Answers may overtake each other: within one period what is left only falls.
      remaining = reset !== Number.POSITIVE_INFINITY && isSamePeriod(reset, resetMs) ? Math.min(remaining, left) : left;
      resetMs = reset;
      changed();
    },
    cancelWaits() {
      for (const cancelling of [...waits.keys()]) cancelling.abort();
    },
    limitQuotas(stated) {
      quotas.limit(stated);
    },
    status() {
      expire(clock.monotonicMs());
      const toEpoch = clock.nowMs() - clock.monotonicMs();
      const last = counted.at(-1);
      const fullMs = windowMs === null || last === undefined ? resetMs : last.answeredMs + windowMs + safetyMs;
      return {
        limit,
        remaining: Number.isFinite(remaining) ? Math.max(0, remaining) : null,
        resetAtMs: Number.isFinite(fullMs) ? Math.round(fullMs + toEpoch) : null,
        waitingUntilMs: waits.size === 0 ? null : Math.round(Math.max(...waits.values())),
        quotas: [...quotas.status()],
      };
    },
    onChange(listener) {
      listeners.push(listener);
    },
    snapshot() {
      const toEpoch = clock.nowMs() - clock.monotonicMs();
      const epochOf = (atMs: number): number | null => (Number.isFinite(atMs) ? Math.round(atMs + toEpoch) : null);
      return {
        remaining: Number.isFinite(remaining) ? remaining : null,
        resetAtMs: epochOf(resetMs),
        stillUntilMs: epochOf(stillUntilMs),
        answeredMs: counted.flatMap(({ answeredMs }) => epochOf(answeredMs) ?? []),
      };
    },
    restore(snapshot) {
      const toMonotonic = clock.monotonicMs() - clock.nowMs();
      if (isUseful(snapshot.stillUntilMs)) stillUntilMs = snapshot.stillUntilMs + toMonotonic;
      if (isUseful(snapshot.resetAtMs)) resetMs = snapshot.resetAtMs + toMonotonic;
      // A clock that was set back would make old requests look like future ones.
      const isInWindow = (atMs: number): boolean =>
        atMs <= clock.nowMs() && atMs + (windowMs ?? 0) + safetyMs > clock.nowMs();
      const past = snapshot.answeredMs.filter(isInWindow);
      counted = past.map((atMs) => ({ sentMs: atMs + toMonotonic, answeredMs: atMs + toMonotonic }));
      const isKnown = isUseful(snapshot.resetAtMs) || counted.length > 0;
      if (snapshot.remaining !== null && isKnown) remaining = snapshot.remaining;
    },
    heed(snapshot) {
      const toMonotonic = clock.monotonicMs() - clock.nowMs();
      const { stillUntilMs: stillMs, resetAtMs: resetAt } = snapshot;
      if (isUseful(stillMs)) stillUntilMs = Math.max(stillUntilMs, stillMs + toMonotonic);
      if (snapshot.remaining === null || !isUseful(resetAt) || resetAt <= clock.nowMs()) return;
      const reset = resetAt + toMonotonic;
      if (resetMs === Number.POSITIVE_INFINITY || isSamePeriod(reset, resetMs)) {
        resetMs = reset;
        remaining = Math.min(remaining, snapshot.remaining);
      }
    },
    async lookAtQuotas() {
      await quotas.look();
      changed();
    },
  };
}

/** Vendors round the end of a period. */
function isSamePeriod(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) < 2_000;
}

/** Waits for a place; a cancelled one leaves the queue. */
function turn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      signal.removeEventListener('abort', cancel);
      resolve();
    };
    const cancel = (): void => {
      queue.splice(queue.indexOf(finish), 1);
      reject(cancelled());
    };
    queue.push(finish);
    signal.addEventListener('abort', cancel, { once: true });
  });
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

function cancelled(): AppError {
  return new AppError('internal.cancelled', 'Cancelled.');
}

function tooLong(durationMs: number): AppError {
  const minutes = Math.ceil(durationMs / 60_000);
  return new AppError('vendor.rateLimited', `The vendor's limit is used up for the next ${minutes} minutes.`, {
    retryable: true,
    retryAfterMs: Math.ceil(durationMs),
  });
}
