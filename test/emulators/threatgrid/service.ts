import type { EmulatorClock } from '../kit/clock.ts';
import { findUndocumented } from '../kit/documented.ts';
import { type EmulatorReply, type EmulatorRequest, headerOf, jsonReply } from '../kit/reply.ts';
import { drawUuid, mix } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { answerCurated } from './curated.ts';
import { type ThreatgridFeed, threatgridFeeds } from './feeds.ts';
import { parseInteger, selectEntries, ThreatgridBadRequest } from './filter.ts';
import { threatgridLogin, threatgridSecrets } from './keys.ts';
import type { ThreatgridBehaviour } from './options.ts';
import type { ThreatgridEntry } from './record.ts';
import type { ThreatgridStore } from './store.ts';

const keptSelections = 16;

/** The service's operations over one store. */
export class ThreatgridService {
  readonly #store: ThreatgridStore;
  readonly #world: World;
  readonly #clock: EmulatorClock;
  readonly #behaviour: ThreatgridBehaviour;
  readonly #selections = new Map<string, readonly ThreatgridEntry[]>();
  #serial = 0;

  constructor(parts: {
    readonly store: ThreatgridStore;
    readonly world: World;
    readonly clock: EmulatorClock;
    readonly behaviour: ThreatgridBehaviour;
  }) {
    this.#store = parts.store;
    this.#world = parts.world;
    this.#clock = parts.clock;
    this.#behaviour = parts.behaviour;
  }

  handle(request: EmulatorRequest): EmulatorReply {
    if (!isAuthorised(request)) return this.fail(request, 401, 'Unauthorized');
    if (request.method !== 'GET') return this.fail(request, 404, `Record not found (${request.path})`);
    // The key in the address, and an older spelling of a client.
    const unknown = findUndocumented('threatgrid', request, ['api_key', 'sample_id']);
    if (unknown !== undefined) return this.fail(request, 400, `Unknown parameter ${unknown}`);
    try {
      return this.#route(request) ?? this.fail(request, 404, `Record not found (${request.path})`);
    } catch (error) {
      if (error instanceof ThreatgridBadRequest) return this.fail(request, 400, error.message);
      throw error;
    }
  }

  /** An error in the service's envelope. */
  fail(request: EmulatorRequest, code: number, message: string): EmulatorReply {
    return jsonReply(code, { ...this.#head(request), error: { message, code, errors: [{ code, message }] } });
  }

  #route(request: EmulatorRequest): EmulatorReply | undefined {
    const { path, query } = request;
    const [, feedName] = /^\/api\/v2\/iocs\/feeds\/([^/]+)$/.exec(path) ?? [];
    const feed = threatgridFeeds.find((name) => name === feedName);
    if (feed !== undefined) return this.#feed(feed, request);
    if (path === '/api/v3/session/whoami') return jsonReply(200, { ...this.#head(request), data: whoami });
    if (path === `/api/v3/users/${threatgridLogin}/rate-limit`) {
      return jsonReply(200, { ...this.#head(request), data: submissionLimits });
    }
    const [, file] = /^\/api\/v3\/feeds\/([^/]+)$/.exec(path) ?? [];
    if (file === undefined) return undefined;
    return answerCurated(file, query, { world: this.#world, store: this.#store, now: this.#clock.now() });
  }

  #feed(feed: ThreatgridFeed, request: EmulatorRequest): EmulatorReply {
    const { query } = request;
    const { maximumLimit, maximumOffset, defaultLimits } = this.#behaviour;
    const fallback = defaultLimits[feed] ?? 1000;
    const asked = parseInteger(query, { name: 'limit', fallback, least: 1, most: Number.MAX_SAFE_INTEGER });
    const limit = Math.min(asked, maximumLimit);
    const offset = parseInteger(query, { name: 'offset', fallback: 0, least: 0, most: maximumOffset });
    const page = this.#selected(feed, query).slice(offset, offset + limit);
    return jsonReply(200, {
      ...this.#head(request),
      data: {
        index: offset,
        current_item_count: page.length,
        items_per_page: limit,
        items: page.map((entry) => this.#store.recordOf(feed, entry)),
      },
    });
  }

  /** All pages of one window share their selection. */
  #selected(feed: ThreatgridFeed, query: URLSearchParams): readonly ThreatgridEntry[] {
    const now = this.#clock.now();
    const parameters = [...query].filter(([name]) => name !== 'limit' && name !== 'offset' && name !== 'api_key');
    const key = JSON.stringify([this.#store.version, now, feed, parameters]);
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const selected = selectEntries(this.#store, { feed, query, now }, this.#behaviour);
    const oldest = this.#selections.keys().next().value;
    if (this.#selections.size >= keptSelections && oldest !== undefined) this.#selections.delete(oldest);
    this.#selections.set(key, selected);
    return selected;
  }

  #head(request: EmulatorRequest) {
    this.#serial += 1;
    const id = 1_000_000 + (mix(this.#world.seed, this.#serial, 192) % 8_000_000);
    return {
      api_version: request.path.startsWith('/api/v3') ? 3 : 2,
      id,
      ...(this.#behaviour.hasRequestId
        ? { request_id: drawUuid({ seed: this.#world.seed, index: this.#serial }, 193) }
        : {}),
    };
  }
}

// The service echoes the caller's key here; clients must not keep it.
const whoami = {
  role: 'user',
  properties: {},
  integration_id: 'h7od',
  email: 'jdoe@corp.example',
  organization_id: 1,
  name: 'John Doe',
  login: threatgridLogin,
  title: 'SOC Analyst',
  api_key: threatgridSecrets.apiKey,
  device: false,
};

const submissionLimits = {
  user: { 'submission-rate-limit': [], 'submission-wait-seconds': 0, 'submissions-available': null },
  organization: {
    'submission-rate-limit': [
      { samples: 500, minutes: 1440, 'submissions-available': 500, 'submission-wait-seconds': 0 },
    ],
    'submission-wait-seconds': 0,
    'submissions-available': 500,
  },
};

/** Three forms: header, query parameter, and a form body even on GET. */
function isAuthorised(request: EmulatorRequest): boolean {
  const { apiKey } = threatgridSecrets;
  const [scheme, token] = (headerOf(request, 'authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer') return token === apiKey;
  return (request.query.get('api_key') ?? new URLSearchParams(request.body).get('api_key')) === apiKey;
}
