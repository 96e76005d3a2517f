import type { Clock, HttpAnswer, HttpClient } from '#main/ports/ports.ts';
import type { SessionInput } from '#main/services/ports/vendor-session.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Authorizer } from '../vendor.ts';

/** The authorizer of one session and the origin that it may move. */
export interface AccountAuthorizer {
  readonly authorizer: Authorizer;
  /** Where requests go now. */
  origin(): string;
}

export interface AccountParts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly watchSkew: (answer: HttpAnswer) => void;
}

/**
 * Makes a module's authorizer, held to the origins that its module names: a vendor's word can choose among them, never
 * add one, and with a fixed base URL it is reported only.
 */
export function createAccountAuthorizer(parts: AccountParts, input: SessionInput): AccountAuthorizer {
  const { module, notice, originIsFixed } = input;
  let { origin } = input;
  const known = new Set([origin, ...(originIsFixed ? [] : module.sites.map((site) => site.origin))]);
  const authorizer = module.createAuthorizer({
    secrets: input.secrets,
    options: input.options,
    origin,
    originIsFixed,
    notice,
    monotonicMs: () => parts.clock.monotonicMs(),
    async send({ headers, body, call, ...request }) {
      if (!known.has(request.origin)) {
        throw new AppError('internal.bug', `${module.displayName} would have sent its secret to a foreign host.`);
      }
      call.requestSent();
      const answer = await parts.http.send({
        ...request,
        query: [],
        headers: { accept: 'application/json', 'user-agent': parts.userAgent, ...headers },
        ...(body === undefined ? {} : { body }),
        signal: call.signal,
        redirect: 'return',
      });
      parts.watchSkew(answer);
      return answer;
    },
    moveTo(next) {
      if (next === origin) return;
      if (!known.has(next)) {
        const text = `${module.displayName} names another place for this account, which was not followed.`;
        notice({ finding: 'wrongSite', text });
        return;
      }
      origin = next;
      const site = module.sites.find((one) => one.origin === next);
      if (site !== undefined) input.moved?.(site);
    },
  });
  return { authorizer, origin: () => origin };
}
