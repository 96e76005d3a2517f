import { createClock } from '../kit/clock.ts';
import { type Holding, type ServedEmulator, serveEmulator } from '../kit/emulator.ts';
import { RateLimiter } from '../kit/rate-limit.ts';
import { asRecord } from '../kit/reply.ts';
import { worldFrom } from '../world/world.ts';
import { type ThreatgridFeed, threatgridFeeds } from './feeds.ts';
import { selectEntries } from './filter.ts';
import { threatgridSecrets } from './keys.ts';
import { behaviourOf, type ThreatgridOptions } from './options.ts';
import type { ThreatgridRecord } from './record.ts';
import { ThreatgridService } from './service.ts';
import { ThreatgridStore } from './store.ts';

/** A running Threat Grid. */
export interface ThreatgridEmulator extends ServedEmulator {
  /**
   * One entry per feed. Without parameters: what a request without parameters selects, so confidence and severity of 80 and
   * more; pass the feed's own parameters (`confidence: '0'`, `after: …`) for another selection.
   */
  holdings(parameters?: Readonly<Record<string, string>>): readonly Holding<ThreatgridRecord>[];
  /** New records, at the given epoch ms (default: now). @returns the records. */
  add(feed: ThreatgridFeed, count?: number, timeMs?: number): readonly ThreatgridRecord[];
  /** Takes away the records that fit. @returns how many. */
  remove(feed: ThreatgridFeed, fits: (record: ThreatgridRecord) => boolean): number;
}

/** Starts Threat Grid's feeds as `threatgrid.md` of the vendor notes describes them. */
export async function startThreatgridEmulator(options: ThreatgridOptions = {}): Promise<ThreatgridEmulator> {
  const world = worldFrom(options);
  const clock = createClock(options.now ?? world.now, options.elapsedMs);
  const behaviour = behaviourOf(options);
  const store = new ThreatgridStore(world, clock, behaviour.hasArtifactSha1);
  const service = new ThreatgridService({ store, world, clock, behaviour });
  const served = await serveEmulator(
    {
      vendor: 'threatgrid',
      secrets: threatgridSecrets,
      clock,
      // No limit on feed calls is published.
      limiter: new RateLimiter(),
      handle: (request) => service.handle(request),
      unauthorized: (request) => service.fail(request, 401, 'Unauthorized'),
      rateLimited: (verdict, request) => ({
        ...service.fail(request, 429, 'Too many requests'),
        headers: { 'retry-after': String(Math.ceil(verdict.resetMs / 1000)) },
      }),
      records: recordsOf,
      insert: (count, request) => {
        store.add(threatgridFeeds.find((feed) => request.path.endsWith(`/${feed}`)) ?? 'domains', count);
      },
    },
    options.port,
  );
  return {
    ...served,
    holdings: (parameters = {}) =>
      threatgridFeeds.map((feed) => {
        const query = new URLSearchParams(parameters);
        const entries = selectEntries(store, { feed, query, now: clock.now() }, behaviour);
        return {
          stream: feed,
          count: entries.length,
          *records() {
            for (const entry of entries) yield store.recordOf(feed, entry);
          },
        };
      }),
    add: (feed, count = 1, timeMs = clock.now()) => store.add(feed, count, timeMs),
    remove: (feed, fits) => store.remove(feed, fits),
  };
}

/** Feeds keep their records in an envelope, curated feeds are bare arrays. */
function recordsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const items = asRecord(asRecord(value)?.['data'])?.['items'];
  return Array.isArray(items) ? items : undefined;
}
