import type { EmulatorRequest } from './reply.ts';

/** How many requests one group of paths may have per period. */
export interface RateRule {
  readonly limit: number;
  readonly periodMs: number;
  /** True: fixed periods aligned to the wall clock. False (default): a window that slides with each request. */
  readonly aligned?: boolean;
  /** Paths that count and are refused; all of them when absent. */
  readonly path?: RegExp;
  /** The vendor's name for the limit, where it sends one. */
  readonly name?: string;
}

/** What the limit says about one request; vendors turn it into their own headers. */
export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly periodMs: number;
  /** Milliseconds from now until a request is allowed again, or until the period ends. */
  readonly resetMs: number;
  readonly name?: string;
}

interface RuleState {
  readonly rule: RateRule;
  /** Times of the requests that were let through and still count; ascending. */
  taken: number[];
}

/**
 * Really counts requests, on the real clock because clients really wait. A refused request does not count against the
 * limit. `refused` is how many requests came too early: a well-behaved client keeps it at 0.
 */
export class RateLimiter {
  #states: RuleState[] = [];
  #refused = 0;
  readonly #now: () => number;

  /** @param now epoch milliseconds; tests of the limiter itself pass their own. */
  constructor(rules: readonly RateRule[] = [], now: () => number = Date.now) {
    this.#now = now;
    this.set(rules);
  }

  /** How many requests were refused since the rules were last set. */
  get refused(): number {
    return this.#refused;
  }

  /** Replaces all rules and forgets what was counted. No rules: no limit. */
  set(rules: readonly RateRule[]): void {
    this.#states = rules.map((rule) => ({ rule, taken: [] }));
    this.#refused = 0;
  }

  /**
   * Counts one request. Every rule whose path fits must allow it; the verdict is that of the refusing rule, else of the
   * rule with the least left. Undefined when no rule fits.
   */
  take(request: Pick<EmulatorRequest, 'path'>): RateVerdict | undefined {
    const now = this.#now();
    const states = this.#states.filter(({ rule }) => rule.path === undefined || rule.path.test(request.path));
    for (const state of states) dropOld(state, now);
    const full = states.find(({ rule, taken }) => taken.length >= rule.limit);
    if (full !== undefined) {
      this.#refused += 1;
      return verdictOf(full, now, false);
    }
    for (const state of states) state.taken.push(now);
    return states.map((state) => verdictOf(state, now, true)).sort((a, b) => a.remaining - b.remaining)[0];
  }
}

function dropOld(state: RuleState, now: number): void {
  const { periodMs, aligned } = state.rule;
  const start = aligned === true ? Math.floor(now / periodMs) * periodMs : now - periodMs + 1;
  const firstLive = state.taken.findIndex((at) => at >= start);
  state.taken = firstLive < 0 ? [] : state.taken.slice(firstLive);
}

function verdictOf({ rule, taken }: RuleState, now: number, allowed: boolean): RateVerdict {
  const { periodMs } = rule;
  const periodEnd = rule.aligned === true ? (Math.floor(now / periodMs) + 1) * periodMs : (taken[0] ?? now) + periodMs;
  return {
    allowed,
    limit: rule.limit,
    remaining: Math.max(0, rule.limit - taken.length),
    periodMs,
    resetMs: Math.max(1, periodEnd - now),
    ...(rule.name === undefined ? {} : { name: rule.name }),
  };
}
