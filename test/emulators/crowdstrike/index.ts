import { createClock } from '../kit/clock.ts';
import { type Holding, type ServedEmulator, serveEmulator } from '../kit/emulator.ts';
import { RateLimiter } from '../kit/rate-limit.ts';
import { asRecord } from '../kit/reply.ts';
import { drawHex } from '../world/random.ts';
import { worldFrom } from '../world/world.ts';
import { buildContent, createBaseRecords } from './base-records.ts';
import { Envelope } from './envelope.ts';
import { HostTelemetry } from './hosts.ts';
import { type CrowdstrikeOptions, settle } from './options.ts';
import type { IocRecord } from './record.ts';
import { Router, rateHeaders } from './router.ts';
import { IocSearch } from './search.ts';
import { type IocChange, IocStore } from './store.ts';
import type { Tenant } from './tenant.ts';
import { TokenDesk } from './tokens.ts';

/** A running CrowdStrike Falcon with its custom IOC service. */
export interface CrowdstrikeEmulator extends ServedEmulator {
  /** One entry, stream `indicators`: all custom IOCs, deleted ones included. */
  holdings(): readonly [Holding<IocRecord>];
  /** Makes so many further indicators of the world appear, created now. */
  add(count?: number): readonly IocRecord[];
  /** Changes an indicator as a colleague at the console would. @throws RangeError for an unknown id. */
  change(id: string, change: IocChange): IocRecord;
  /** Deletes an indicator softly. @throws RangeError for an unknown id. */
  remove(id: string): IocRecord;
  /** Makes every token issued so far invalid. */
  revokeTokens(): void;
  /** Lifetime in seconds of tokens issued from now on. */
  setTokenLifetime(seconds: number): void;
}

const MINUTE_MS = 60_000;
const CONSOLE_USER = 'maya.lindqvist@soc.example';

/** Starts the emulator; see `options.ts` for what can be chosen. */
export async function startCrowdstrikeEmulator(options: CrowdstrikeOptions = {}): Promise<CrowdstrikeEmulator> {
  const world = worldFrom(options);
  const settings = settle(options);
  const { seed } = world;
  const clock = createClock(world.now, options.elapsedMs);
  const store = new IocStore(createBaseRecords(world), { seed, clock });
  const clientId = drawHex({ seed, index: 1 }, 141, 32);
  const clientSecret = drawHex({ seed, index: 2 }, 142, 40);
  const tenant: Tenant = {
    settings,
    store,
    search: new IocSearch(store, settings),
    hosts: new HostTelemetry({ seed, now: world.now }),
    envelope: new Envelope({ seed, region: settings.region, style: settings.emptyErrors }),
    clientId,
  };
  const client = { clientId, clientSecret, memberCids: settings.memberCids };
  const tokens = new TokenDesk(client, { clock, seed, lifetimeSeconds: settings.tokenLifetimeSeconds });
  const router = new Router(tenant, tokens, clock.now);
  let lastIndex = world.size - 1;
  const add = (count = 1) =>
    Array.from({ length: count }, () => {
      lastIndex = world.nextHeldBy('crowdstrike', lastIndex);
      return store.add({ ...buildContent(world, lastIndex), deleted: false }, CONSOLE_USER);
    });
  const change = (id: string, wanted: IocChange) => store.change(requirePosition(store, id), wanted, CONSOLE_USER);
  const served = await serveEmulator(
    {
      vendor: 'crowdstrike',
      secrets: { clientId, clientSecret },
      clock,
      limiter: new RateLimiter([
        { limit: settings.requestsPerMinute, periodMs: MINUTE_MS, path: /^\/(?!oauth2\/)/ },
        { limit: settings.tokensPerMinute, periodMs: MINUTE_MS, path: /^\/oauth2\/token$/ },
      ]),
      handle: (request) => router.handle(request),
      rateLimited: (verdict) => router.rateLimited(verdict),
      unauthorized: (request) => router.unauthorized(request),
      rateHeaders,
      records: pageRecords,
      insert: add,
    },
    options.port,
  );
  return {
    ...served,
    holdings: () => [{ stream: 'indicators', count: store.count, records: () => iterate(store) }],
    add,
    change,
    remove: (id) => change(id, { deleted: true }),
    revokeTokens: () => tokens.revokeAll(),
    setTokenLifetime: (seconds) => {
      tokens.lifetimeSeconds = seconds;
    },
  };
}

function requirePosition(store: IocStore, id: string): number {
  const position = store.find(id);
  if (position === undefined) throw new RangeError(`no indicator has the id ${id}`);
  return position;
}

function pageRecords(value: unknown): unknown[] | undefined {
  const resources = asRecord(value)?.['resources'];
  return Array.isArray(resources) ? resources : undefined;
}

function* iterate(store: IocStore): IterableIterator<IocRecord> {
  for (let position = 0; position < store.count; position += 1) yield store.record(position);
}
