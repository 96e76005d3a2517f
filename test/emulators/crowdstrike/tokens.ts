import { performance } from 'node:perf_hooks';
import type { EmulatorClock } from '../kit/clock.ts';
import { type EmulatorRequest, headerOf } from '../kit/reply.ts';
import { drawHex } from '../world/random.ts';
import { ApiProblem } from './problem.ts';

/** The API client that the tenant knows. */
export interface ApiClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Child tenants that `member_cid` may name. */
  readonly memberCids: readonly string[];
}

/** An issued token. */
export interface IssuedToken {
  readonly access_token: string;
  readonly expires_in: number;
  readonly token_type: 'bearer';
}

/** Issues bearer tokens and knows which are good. Tokens age in real time and when the vendor's clock is moved. */
export class TokenDesk {
  readonly #client: ApiClient;
  readonly #clock: EmulatorClock;
  readonly #seed: number;
  readonly #startedAt: number;
  readonly #expiries = new Map<string, number>();
  #issued = 0;
  /** Seconds; may be changed while running, for tokens issued from then on. */
  lifetimeSeconds: number;

  constructor(client: ApiClient, options: TokenOptions) {
    this.#client = client;
    this.#clock = options.clock;
    this.#seed = options.seed;
    this.#startedAt = performance.now();
    this.lifetimeSeconds = options.lifetimeSeconds;
  }

  /**
   * Handles the form of `/oauth2/token`.
   * @throws ApiProblem 400 when a field is missing, 403 when the client or the child tenant is not known.
   */
  issue(form: URLSearchParams): IssuedToken {
    const [id, secret, member] = [form.get('client_id'), form.get('client_secret'), form.get('member_cid')];
    if (!id || !secret) throw new ApiProblem(400, 'client_id and client_secret are required');
    const isKnown = id === this.#client.clientId && secret === this.#client.clientSecret;
    if (!isKnown) throw new ApiProblem(403, 'access denied, invalid client credentials');
    if (member !== null && !this.#isMember(member)) throw new ApiProblem(403, 'access denied, invalid member_cid');
    this.#issued += 1;
    const draw = { seed: this.#seed, index: this.#issued };
    const token = Buffer.from(drawHex(draw, 49, 512)).toString('base64url');
    this.#expiries.set(token, this.#now() + this.lifetimeSeconds * 1000);
    return { access_token: token, expires_in: this.lifetimeSeconds, token_type: 'bearer' };
  }

  /** Whether the request carries a token that is good now. */
  isAuthorized(request: EmulatorRequest): boolean {
    const token = /^bearer (\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
    const expiry = token === undefined ? undefined : this.#expiries.get(token);
    return expiry !== undefined && this.#now() < expiry;
  }

  /**
   * Handles the form of `/oauth2/revoke`.
   * @throws ApiProblem 403 unless the basic credentials are the client's own, 400 without a token.
   */
  revoke(request: EmulatorRequest, form: URLSearchParams): void {
    const { clientId, clientSecret } = this.#client;
    const wanted = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const given = /^basic (\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
    if (given !== wanted) throw new ApiProblem(403, 'access denied, invalid client credentials');
    const token = form.get('token');
    if (!token) throw new ApiProblem(400, 'token is required');
    this.#expiries.delete(token);
  }

  /** Makes every token invalid at once, as when the vendor restarts its token service. */
  revokeAll(): void {
    this.#expiries.clear();
  }

  #now(): number {
    return this.#clock.now() + performance.now() - this.#startedAt;
  }

  #isMember(member: string): boolean {
    const plain = member.toLowerCase().replace(/-[0-9a-f]{2}$/, '');
    return this.#client.memberCids.includes(plain);
  }
}

/** How tokens are made. */
export interface TokenOptions {
  readonly clock: EmulatorClock;
  readonly seed: number;
  readonly lifetimeSeconds: number;
}
