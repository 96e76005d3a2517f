import type { HttpAnswer, SecretFields } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { AuthorizedCall, Authorizer, AuthorizerContext, VendorSite } from '../vendor.ts';
import { falconName } from './errors.ts';
import { findRegion } from './sites.ts';
import { type FalconToken, readTokenAnswer } from './token-answer.ts';

/** A token in use. Times on the monotonic clock. */
interface HeldToken {
  readonly token: Secret;
  /** Where it was issued: it is revoked there. */
  readonly origin: string;
  readonly renewAtMs: number;
  readonly expiresAtMs: number;
}

/** A token is renewed so long before its end; shorter-lived ones after three quarters of their life. */
const renewBeforeMs = 120_000;
/** Giving a token back is a courtesy: it ends by itself within half an hour. */
const revokeLimitMs = 5_000;

const formType = 'application/x-www-form-urlencoded';

/**
 * OAuth 2 client credentials: a token is fetched with the first call, renewed before it expires, shared by all calls and
 * given back at the end. The token call also tells in which cloud the tenant lives (`X-Cs-Region`, in the answer or in a
 * 308): without an explicit base URL it is followed, within our list.
 *
 * Source: gofalcon `falcon/cloud.go`, `falcon/api_client.go`; psfalcon `public/oauth2.ps1`.
 */
export function createFalconAuthorizer(context: AuthorizerContext): Authorizer {
  const client = readClient(context.secrets);
  let { origin } = context;
  let held: HeldToken | undefined;
  let pending: Promise<HeldToken> | undefined;
  let isRegionTold = false;

  function post(
    path: string,
    body: Secret,
    extra: { call: AuthorizedCall; headers?: Record<string, Secret>; to?: string },
  ) {
    return context.send({
      origin: extra.to ?? origin,
      path,
      method: 'POST',
      headers: { 'content-type': formType, ...extra.headers },
      body,
      call: extra.call,
    });
  }

  /** @returns whether the tenant lives elsewhere and we go there now. */
  function follow(answer: HttpAnswer): boolean {
    const region = findRegion(answer.headers['x-cs-region']);
    if (region === undefined || region.origin === origin) return false;
    if (context.originIsFixed) {
      tellRegion(region);
      return false;
    }
    origin = region.origin;
    context.moveTo(origin);
    return true;
  }

  function tellRegion(region: VendorSite): void {
    if (isRegionTold) return;
    isRegionTold = true;
    context.notice({
      finding: 'wrongSite',
      text: `${falconName} says that this account lives in ${region.id}; the given base URL is used all the same.`,
      nextStep: siteStep(region),
    });
  }

  async function fetchToken(call: AuthorizedCall): Promise<HeldToken> {
    const body = client.tokenForm();
    let startedMs = context.monotonicMs();
    let answer = await post('/oauth2/token', body, { call });
    // The token of a cloud in which the tenant does not live is of no use there: it is asked for again at home, once.
    if ((answer.status < 300 || answer.status === 308) && follow(answer)) {
      startedMs = context.monotonicMs();
      answer = await post('/oauth2/token', body, { call });
    }
    if (answer.status >= 300 && answer.status < 400) throw wrongCloud(answer);
    return holdToken(readTokenAnswer(answer), origin, startedMs);
  }

  async function current(call: AuthorizedCall): Promise<HeldToken> {
    if (held !== undefined && context.monotonicMs() < held.renewAtMs) return held;
    pending ??= fetchToken(call).finally(() => {
      pending = undefined;
    });
    try {
      held = await pending;
      return held;
    } catch (error) {
      // The call that was fetching was cancelled, this one was not.
      const isOthers = error instanceof AppError && error.code === 'internal.cancelled' && !call.signal.aborted;
      if (isOthers) return current(call);
      throw error;
    }
  }

  return {
    async authorize(call) {
      const { token } = await current(call);
      return { headers: { authorization: new Secret(`Bearer ${token.reveal()}`) }, query: [] };
    },
    renew() {
      const hadToken = held !== undefined;
      held = undefined;
      return hadToken;
    },
    async close() {
      const given = held;
      held = undefined;
      if (given === undefined || context.monotonicMs() >= given.expiresAtMs) return;
      const body = new Secret(new URLSearchParams({ token: given.token.reveal() }).toString());
      // It is nobody's call: the run that it belonged to is over.
      const call = { signal: AbortSignal.timeout(revokeLimitMs), requestSent: () => undefined };
      await post('/oauth2/revoke', body, {
        call,
        headers: { authorization: client.basic() },
        to: given.origin,
      }).catch(() => undefined);
    },
  };
}

function holdToken({ token, lifetimeMs }: FalconToken, origin: string, startedMs: number): HeldToken {
  const marginMs = Math.min(renewBeforeMs, lifetimeMs / 4);
  return { token, origin, renewAtMs: startedMs + lifetimeMs - marginMs, expiresAtMs: startedMs + lifetimeMs };
}

/** A redirect that was not followed: the base URL is fixed, the region is not in our list, or we were sent on twice. */
function wrongCloud({ headers }: HttpAnswer): AppError {
  const region = findRegion(headers['x-cs-region']);
  if (region === undefined) {
    return new AppError(
      'vendor.badResponse',
      `${falconName} sends token requests to another place, which is not followed.`,
      { finding: 'wrongSite', suggestion: 'Check the site of this connection against the address of your console.' },
    );
  }
  return new AppError('vendor.badResponse', `${falconName} says that this account lives in ${region.id}.`, {
    suggestion: siteStep(region),
    finding: 'wrongSite',
  });
}

function siteStep({ id }: VendorSite): string {
  return `Connect it with the site ${id}, without a base URL.`;
}

/** The secret in the two forms in which it is sent. */
interface Client {
  tokenForm(): Secret;
  basic(): Secret;
}

function readClient(secrets: SecretFields): Client {
  const { clientId, clientSecret, memberCid } = secrets;
  if (clientId === undefined || clientSecret === undefined) {
    throw new AppError('credential.missing', `The client id or secret for ${falconName} is missing.`);
  }
  return {
    tokenForm() {
      const form = new URLSearchParams({ client_id: clientId.reveal(), client_secret: clientSecret.reveal() });
      // The two digits behind the dash are a checksum for people.
      const member = memberCid?.reveal().toLowerCase().replace(/-.*$/, '');
      if (member !== undefined) form.set('member_cid', member);
      return new Secret(form.toString());
    },
    basic: () => new Secret(`Basic ${Buffer.from(`${clientId.reveal()}:${clientSecret.reveal()}`).toString('base64')}`),
  };
}
