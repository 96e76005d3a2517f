import { findUndocumented } from '../kit/documented.ts';
import { RateLimiter, type RateVerdict } from '../kit/rate-limit.ts';
import { type EmulatorReply, type EmulatorRequest, jsonReply } from '../kit/reply.ts';
import {
  aggregateIndicators,
  combinedIndicators,
  createIndicatorRows,
  deleteIndicatorRows,
  getIndicators,
  reportIndicators,
  searchIndicators,
  updateIndicatorRows,
} from './indicator-routes.ts';
import {
  countDevices,
  countDevicesLegacy,
  getActions,
  getProcesses,
  listDevices,
  listDevicesLegacy,
  listProcesses,
  listProcessesLegacy,
  queryWords,
  wordLists,
} from './lookup-routes.ts';
import { ApiProblem } from './problem.ts';
import type { Tenant } from './tenant.ts';
import type { TokenDesk } from './tokens.ts';

type Operation = (tenant: Tenant, request: EmulatorRequest) => EmulatorReply;

const GATEWAY = 'crowdstrike-api-gateway';
const MINUTE_MS = 60_000;

const operations = new Map<string, Operation>([
  ['GET /iocs/queries/indicators/v1', searchIndicators],
  ['GET /iocs/combined/indicator/v1', combinedIndicators],
  ['GET /iocs/entities/indicators/v1', getIndicators],
  ['POST /iocs/entities/indicators/v1', createIndicatorRows],
  ['PATCH /iocs/entities/indicators/v1', updateIndicatorRows],
  ['DELETE /iocs/entities/indicators/v1', deleteIndicatorRows],
  ['POST /iocs/aggregates/indicators/v1', aggregateIndicators],
  ['POST /iocs/entities/indicators-reports/v1', reportIndicators],
  ['GET /iocs/entities/actions/v1', getActions],
  ['GET /iocs/aggregates/indicators/device-count/v1', countDevices],
  ['GET /iocs/queries/indicators/devices/v1', listDevices],
  ['GET /iocs/queries/indicators/processes/v1', listProcesses],
  ['GET /indicators/aggregates/devices-count/v1', countDevicesLegacy],
  ['GET /indicators/queries/devices/v1', listDevicesLegacy],
  ['GET /indicators/queries/processes/v1', listProcessesLegacy],
  ['GET /processes/entities/processes/v1', getProcesses],
  ...Object.entries(wordLists).map(([path, words]): [string, Operation] => [`GET ${path}`, queryWords(words)]),
]);

/** Answers requests: tokens first, then authorization, scope and the operation. */
export class Router {
  readonly #tenant: Tenant;
  readonly #tokens: TokenDesk;
  readonly #badBearers: RateLimiter;
  /** The vendor's present, epoch ms. */
  readonly #now: () => number;

  constructor(tenant: Tenant, tokens: TokenDesk, now: () => number) {
    this.#tenant = tenant;
    this.#tokens = tokens;
    this.#now = now;
    this.#badBearers = new RateLimiter([{ limit: tenant.settings.badBearerPerMinute, periodMs: MINUTE_MS }]);
  }

  handle(request: EmulatorRequest): EmulatorReply {
    try {
      if (request.path.startsWith('/oauth2/')) return this.#handleTokens(request);
      if (!this.#tokens.isAuthorized(request)) return this.unauthorized(request);
      return this.#operate(request);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const isGateway = request.path.startsWith('/oauth2/') || error.status === 403 || error.status === 414;
      return this.#tenant.envelope.problem(error, isGateway ? GATEWAY : undefined);
    }
  }

  /** 401; after 15 of them in a minute 429, with the small limit in the headers. */
  unauthorized(request: EmulatorRequest): EmulatorReply {
    const verdict = this.#badBearers.take(request);
    if (verdict?.allowed === false) return this.rateLimited(verdict);
    const reply = this.#tenant.envelope.problem(new ApiProblem(401, 'access denied, invalid bearer token'), GATEWAY);
    return verdict === undefined ? reply : { ...reply, headers: { ...reply.headers, ...rateHeaders(verdict) } };
  }

  /** 429; `X-RateLimit-RetryAfter` is the instant (Unix seconds) at which to come back. */
  rateLimited(verdict: RateVerdict): EmulatorReply {
    const reply = this.#tenant.envelope.problem(new ApiProblem(429, 'API rate limit exceeded.'), GATEWAY);
    const until = String(Math.ceil((this.#now() + verdict.resetMs) / 1000));
    const wait = this.#tenant.settings.sendsRetryAfter ? { 'x-ratelimit-retryafter': until } : {};
    return { ...reply, headers: { ...reply.headers, ...rateHeaders(verdict), ...wait } };
  }

  #operate(request: EmulatorRequest): EmulatorReply {
    const operation = operations.get(`${request.method} ${request.path}`);
    if (operation === undefined) {
      const isKnownPath = [...operations.keys()].some((key) => key.endsWith(` ${request.path}`));
      const problem = isKnownPath
        ? new ApiProblem(405, '405: Method Not Allowed')
        : new ApiProblem(404, '404: Page Not Found');
      return this.#tenant.envelope.problem(problem, GATEWAY);
    }
    if (!this.#tenant.settings.scopes[scopeOf(request)]) {
      throw new ApiProblem(403, 'access denied, authorization failed');
    }
    const unknown = findUndocumented('crowdstrike', request);
    if (unknown !== undefined) throw new ApiProblem(400, `invalid parameter: ${unknown}`);
    return operation(this.#tenant, request);
  }

  #handleTokens(request: EmulatorRequest): EmulatorReply {
    const { envelope, settings } = this.#tenant;
    if (request.method !== 'POST') throw new ApiProblem(405, '405: Method Not Allowed');
    const form = new URLSearchParams(request.body);
    if (request.path === '/oauth2/revoke') {
      this.#tokens.revoke(request, form);
      return envelope.reply({});
    }
    if (request.path !== '/oauth2/token') throw new ApiProblem(404, '404: Page Not Found');
    if (settings.home !== undefined) {
      const headers = { 'x-cs-region': settings.home.region, location: `${settings.home.url}/oauth2/token` };
      return { ...envelope.reply({ status: 308 }), headers: { ...envelope.headers(), ...headers } };
    }
    if (!settings.isAddressAllowed) throw new ApiProblem(403, 'access denied, authorization failed');
    return jsonReply(201, this.#tokens.issue(form), { headers: envelope.headers() });
  }
}

/** `X-Ratelimit-*` for a request that was counted. */
export function rateHeaders(verdict: RateVerdict): Readonly<Record<string, string>> {
  return { 'x-ratelimit-limit': String(verdict.limit), 'x-ratelimit-remaining': String(verdict.remaining) };
}

const READING_POSTS = ['/iocs/aggregates/indicators/v1', '/iocs/entities/indicators-reports/v1'] as const;

function scopeOf(request: EmulatorRequest): 'read' | 'write' | 'legacy' {
  if (!request.path.startsWith('/iocs/')) return 'legacy';
  if (request.method === 'GET') return 'read';
  return READING_POSTS.some((path) => path === request.path) ? 'read' : 'write';
}
