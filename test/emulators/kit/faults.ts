import type { EmulatorReply, EmulatorRequest } from './reply.ts';

/** Which requests a fault hits. All given conditions must hold. */
export interface FaultWhen {
  /** A text must be contained in the path; a regular expression must match it. */
  readonly path?: RegExp | string;
  /** Upper case. */
  readonly method?: string;
  /** Any further condition. */
  readonly matches?: (request: EmulatorRequest) => boolean;
  /** Only the n-th matching request, counted from 1. */
  readonly nth?: number;
  /** Every n-th matching request: 3 hits the 3rd, 6th, 9th. */
  readonly everyNth?: number;
  /** At most so many times. Default: no bound (`nth` hits once anyway). */
  readonly times?: number;
}

/** What a custom fault is given. */
export interface FaultContext {
  readonly request: EmulatorRequest;
  /** Lets the vendor answer as usual; side effects happen when it is called. */
  answer(): Promise<EmulatorReply>;
}

/** What goes wrong. Kinds that say "handled" let the vendor do its work first, so a write has happened. */
export type Fault =
  /**
   * The vendor's own 429. `retryAfterSeconds` (default 1) fills whatever header the vendor uses, `withoutHint` leaves it
   * out; `headers` replace or add raw ones.
   */
  | {
      readonly kind: 'rateLimited';
      readonly retryAfterSeconds?: number;
      readonly withoutHint?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A gateway's HTML page with a 5xx status. Default 502. */
  | { readonly kind: 'htmlError'; readonly status?: number }
  /** Any answer: status, text, headers. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly text?: string;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Handled; the body stops after `keepBytes` (default half) although content-length promised all. `quietly`: the length fits the cut body. */
  | { readonly kind: 'truncated'; readonly keepBytes?: number; readonly quietly?: boolean }
  /** Handled; status 200 and a body that is not JSON. */
  | { readonly kind: 'malformedJson'; readonly text?: string }
  /** The socket is destroyed. `handled`: after the work was done, before the answer; `afterBytes`: in the middle of the answer. */
  | { readonly kind: 'reset'; readonly handled?: boolean; readonly afterBytes?: number }
  /** Handled; the answer starts after `delayMs`, and then comes in drops when `drip` is given. */
  | {
      readonly kind: 'slow';
      readonly delayMs?: number;
      readonly drip?: { readonly bytes: number; readonly everyMs: number };
    }
  /** A redirect. Default 302. */
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** The vendor's answer to a token or key that is no longer good. */
  | { readonly kind: 'expiredToken' }
  /** Handled; the record at `index` (default 0) of the page is replaced: by `replacement`, or by what it makes of the record. */
  | {
      readonly kind: 'malformedRecord';
      readonly index?: number;
      readonly replacement?: unknown | ((record: unknown) => unknown);
    }
  /** So many new records (default 1) appear at the vendor just before it answers. */
  | { readonly kind: 'insertDuring'; readonly count?: number }
  /** A captive portal: status 200 and HTML. */
  | { readonly kind: 'html200' }
  /** No body at all. Default status 200. */
  | { readonly kind: 'emptyBody'; readonly status?: number }
  /** Handled; the right body under another media type. */
  | { readonly kind: 'wrongContentType'; readonly contentType: string }
  /** Status 200 and a JSON text of so many bytes (default 80 MiB), streamed. */
  | { readonly kind: 'huge'; readonly bytes?: number }
  /** Status 200 and gzip that unpacks to so many bytes (default 200 MiB). */
  | { readonly kind: 'gzipBomb'; readonly bytes?: number }
  /** Handled; the right answer, compressed. Not a fault for a good client. */
  | { readonly kind: 'gzip' }
  /** Whatever the function makes of it. */
  | { readonly kind: 'custom'; readonly run: (context: FaultContext) => EmulatorReply | Promise<EmulatorReply> };

/** One line of a script. */
export interface FaultRule {
  readonly when?: FaultWhen;
  readonly fault: Fault;
}

interface RuleState {
  readonly rule: FaultRule;
  seen: number;
  fired: number;
}

/** The faults that hit one request: insertions first, then at most one that spoils the answer. */
export interface FaultHit {
  readonly insertions: number;
  readonly fault: Fault | undefined;
}

/** The list of what is to go wrong, in order; the first rule that fits a request wins. */
export class FaultScript {
  #states: RuleState[] = [];

  /** Appends a rule. @returns a function that takes it out again. */
  add(rule: FaultRule): () => void {
    const state: RuleState = { rule, seen: 0, fired: 0 };
    this.#states.push(state);
    return () => {
      this.#states = this.#states.filter((other) => other !== state);
    };
  }

  /** Takes every rule out. */
  clear(): void {
    this.#states = [];
  }

  /** How often any rule has fired since it was added. */
  get fired(): number {
    return this.#states.reduce((sum, state) => sum + state.fired, 0);
  }

  /** Decides what hits this request; each matching rule counts it, fired or not. */
  next(request: EmulatorRequest): FaultHit {
    let insertions = 0;
    let fault: Fault | undefined;
    for (const state of this.#states) {
      if (!fits(state.rule.when, request)) continue;
      state.seen += 1;
      if (!isDue(state)) continue;
      const candidate = state.rule.fault;
      if (candidate.kind !== 'insertDuring' && fault !== undefined) continue;
      state.fired += 1;
      if (candidate.kind === 'insertDuring') insertions += candidate.count ?? 1;
      else fault = candidate;
    }
    return { insertions, fault };
  }
}

function fits(when: FaultWhen | undefined, request: EmulatorRequest): boolean {
  if (when === undefined) return true;
  if (when.method !== undefined && when.method !== request.method) return false;
  if (typeof when.path === 'string' && !request.path.includes(when.path)) return false;
  if (when.path instanceof RegExp && request.path.search(when.path) < 0) return false;
  return when.matches === undefined || when.matches(request);
}

function isDue({ rule, seen, fired }: RuleState): boolean {
  const { nth, everyNth, times } = rule.when ?? {};
  if (times !== undefined && fired >= times) return false;
  if (nth !== undefined && seen !== nth) return false;
  return everyNth === undefined || seen % everyNth === 0;
}
