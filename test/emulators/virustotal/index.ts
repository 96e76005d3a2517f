import { createClock } from '../kit/clock.ts';
import { type Holding, type ServedEmulator, serveEmulator } from '../kit/emulator.ts';
import { RateLimiter, type RateRule } from '../kit/rate-limit.ts';
import { asRecord } from '../kit/reply.ts';
import { drawHex } from '../world/random.ts';
import { worldFrom } from '../world/world.ts';
import type { VtAttributes } from './attributes.ts';
import { settle, type VirustotalOptions } from './options.ts';
import { VtRouter } from './router.ts';
import { NotificationStore } from './store.ts';
import { type StreamItem, StreamReader } from './stream.ts';

/** A running VirusTotal with an IoC stream and the objects in it. */
export interface VirustotalEmulator extends ServedEmulator {
  /** One entry, stream `ioc_stream`: all notifications, as full items with `gti_assessment`. */
  holdings(): readonly [Holding<StreamItem>];
  /** Notifications about further objects, dated now or as given (Unix seconds). @returns their ids. */
  add(count?: number, date?: number): readonly string[];
  /** Another notification about an object that is there already. @returns its id. @throws RangeError for an unknown object. */
  repeat(objectId: string, date?: number): string;
  /** A later analysis: replaces some attributes of an object. @throws RangeError for an unknown object. */
  change(objectId: string, attributes: VtAttributes): void;
  /** A colleague deletes a notification. @throws RangeError for an unknown id. */
  remove(notificationId: string): void;
  /** Ends a running deletion by filter at once. */
  finishDeletion(): void;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Starts the emulator; see `options.ts` for what can be chosen. */
export async function startVirustotalEmulator(options: VirustotalOptions = {}): Promise<VirustotalEmulator> {
  const world = worldFrom(options);
  const settings = settle(options);
  const clock = createClock(world.now, options.elapsedMs);
  const store = new NotificationStore({ world, clock, ...settings });
  const stream = new StreamReader(store, settings);
  const apiKey = drawHex({ seed: world.seed, index: 4 }, 143, 64);
  const router = new VtRouter({ apiKey, settings, store, stream });
  const served = await serveEmulator(
    {
      vendor: 'virustotal',
      secrets: { apiKey },
      clock,
      limiter: new RateLimiter(quotaRules(options.quota)),
      handle: (request) => router.handle(request),
      rateLimited: (verdict) => router.rateLimited(verdict),
      unauthorized: () => router.unauthorized(),
      records: pageRecords,
      insert: (count) => store.add(count),
    },
    options.port,
  );
  return {
    ...served,
    holdings: () => [holdingOf(store, stream)],
    add: (count = 1, date) => store.add(count, date),
    repeat: (objectId, date) => store.repeat(objectId, date),
    change: (objectId, attributes) => store.change(objectId, attributes),
    remove: (notificationId) => {
      const position = store.find(notificationId);
      if (position === undefined) throw new RangeError(`no notification has the id ${notificationId}`);
      store.remove(position);
    },
    finishDeletion: () => store.finishDeletion(),
  };
}

// Days end at 00:00 UTC, minutes slide.
function quotaRules(quota: VirustotalOptions['quota']): readonly RateRule[] {
  const rules: RateRule[] = [];
  if (quota?.perMinute !== undefined) rules.push({ limit: quota.perMinute, periodMs: MINUTE_MS });
  if (quota?.perDay !== undefined) rules.push({ limit: quota.perDay, periodMs: DAY_MS, aligned: true });
  return rules;
}

function holdingOf(store: NotificationStore, stream: StreamReader): Holding<StreamItem> {
  store.isDeleting(); // ends a deletion whose time has come
  return { stream: 'ioc_stream', count: stream.select('').length, records: () => iterate(stream) };
}

function* iterate(stream: StreamReader): IterableIterator<StreamItem> {
  for (const position of stream.select('')) yield stream.item(position, { isDescriptor: false, hasAssessment: true });
}

function pageRecords(value: unknown): unknown[] | undefined {
  const data = asRecord(value)?.['data'];
  return Array.isArray(data) ? data : undefined;
}
