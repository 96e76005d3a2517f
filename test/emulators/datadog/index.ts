import { createClock } from '../kit/clock.ts';
import { type Holding, type ServedEmulator, serveEmulator } from '../kit/emulator.ts';
import { RateLimiter, type RateVerdict } from '../kit/rate-limit.ts';
import { asRecord, jsonReply } from '../kit/reply.ts';
import { worldFrom } from '../world/world.ts';
import { datadogSecrets } from './keys.ts';
import { behaviourOf, type DatadogOptions } from './options.ts';
import type { DatadogRecord, DatadogTriageState } from './record.ts';
import { DatadogService } from './service.ts';
import { DatadogStore } from './store.ts';

/** A running Datadog. */
export interface DatadogEmulator extends ServedEmulator {
  /** One entry, stream `indicators`: the records of the explorer's last 30 days. */
  holdings(): readonly [Holding<DatadogRecord>];
  /** New indicators, last seen at the given epoch ms (default: now). @returns their texts. */
  add(count?: number, lastSeenMs?: number): readonly string[];
  change(indicator: string, patch: Partial<DatadogRecord>): void;
  remove(indicator: string): void;
  /** A colleague's triage in Datadog itself; `by` is a user's UUID. */
  triage(indicator: string, state: DatadogTriageState, by?: string): void;
}

/** Starts Datadog's IoC explorer as `datadog.md` of the vendor notes describes it. */
export async function startDatadogEmulator(options: DatadogOptions = {}): Promise<DatadogEmulator> {
  const world = worldFrom(options);
  const clock = createClock(options.now ?? world.now, options.elapsedMs);
  const store = new DatadogStore(world, clock);
  const service = new DatadogService(store, behaviourOf(options), world.seed);
  const limiter = new RateLimiter([
    { limit: 6000, periodMs: 60_000, aligned: true, path: /\/ioc-explorer/, name: 'siem_ioc_explorer' },
  ]);
  const served = await serveEmulator(
    {
      vendor: 'datadog',
      secrets: datadogSecrets,
      clock,
      limiter,
      handle: (request) => service.handle(request),
      unauthorized: () => service.refuse(),
      rateHeaders,
      rateLimited: (verdict) => jsonReply(429, { errors: ['Too many requests'] }, { headers: rateHeaders(verdict) }),
      records: recordsOf,
      insert: (count) => {
        store.add(count);
      },
    },
    options.port,
  );
  return {
    ...served,
    holdings: () => [holdingOf(store)],
    add: (count = 1, lastSeenMs = clock.now()) => store.add(count, lastSeenMs),
    change: (indicator, patch) => store.change(indicator, patch),
    remove: (indicator) => store.remove(indicator),
    triage: (indicator, state, by) => {
      store.triage(indicator, state, by);
    },
  };
}

/** The reset is a duration in seconds, not an instant. */
function rateHeaders(verdict: RateVerdict): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(verdict.limit),
    'x-ratelimit-period': String(Math.round(verdict.periodMs / 1000)),
    'x-ratelimit-remaining': String(verdict.remaining),
    'x-ratelimit-reset': String(Math.ceil(verdict.resetMs / 1000)),
    ...(verdict.name === undefined ? {} : { 'x-ratelimit-name': verdict.name }),
  };
}

function recordsOf(value: unknown): unknown[] | undefined {
  const data = asRecord(asRecord(asRecord(value)?.['data'])?.['attributes'])?.['data'];
  return Array.isArray(data) ? data : undefined;
}

function holdingOf(store: DatadogStore): Holding<DatadogRecord> {
  const indices = store.indices();
  return {
    stream: 'indicators',
    count: indices.length,
    *records() {
      for (const index of indices) yield store.recordAt(index);
    },
  };
}
