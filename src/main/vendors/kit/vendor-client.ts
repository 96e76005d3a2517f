import type { Clock, HttpAnswer, HttpClient, Logger } from '#main/ports/ports.ts';
import { secretMask } from '#main/ports/secret.ts';
import type { CallOptions, OpenSession, SessionInput, VendorSession } from '#main/services/ports/vendor-session.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { VendorRequest } from '../operation.ts';
import { createAccountAuthorizer } from './account-authorizer.ts';
import { type Budgets, createBudget } from './budgets.ts';
import { createSkewWatch } from './clock-skew.ts';
import { hideSecrets } from './hide-secrets.ts';
import { checkJsonBody, decodeText } from './json-answer.ts';
import { longestWaitMs, type RateBudget } from './rate-budget.ts';
import { backoffMs, defaultRetryRules, isPassingError, isPassingStatus, type RetryRules } from './retry-rules.ts';
import { errorForStatus, withMessage, withRetryAfter, withScope } from './vendor-errors.ts';

/** What all sessions share. */
export interface VendorClientParts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); for the jitter. */
  readonly random?: () => number;
  readonly retry?: RetryRules;
  readonly userAgent?: string;
}

/** As {@link VendorClientParts}, with the HTTP client that an account's calls go through. */
export interface SessionParts extends Omit<VendorClientParts, 'http'> {
  readonly http: (input: SessionInput) => HttpClient | Promise<HttpClient>;
}

/** What one try came to, when it was not a success. */
interface Failure {
  readonly error: AppError;
  /** The same request may succeed in a moment. */
  readonly isPassing: boolean;
  /** The key or token was refused (401). */
  readonly isUnauthorized: boolean;
}

/**
 * @returns the way services open accounts at vendors. All sessions with one key share its rate budget.
 */
export function createOpenSession(parts: SessionParts, budgets: Budgets): OpenSession {
  return async (input) => {
    const budget = await budgets.of(input);
    const session = createVendorClient({ ...parts, http: await parts.http(input) }, input, budget);
    return {
      call: session.call,
      async close() {
        await session.close();
        await budgets.keep(input, budget);
      },
    };
  };
}

/**
 * An open account: authorises, keeps within the vendor's rate, repeats what is safe to repeat, translates errors. All
 * calls share one rate budget and one token.
 */
export function createVendorClient(
  parts: VendorClientParts,
  input: SessionInput,
  budget: RateBudget = createBudget(parts.clock, input),
): VendorSession {
  const { clock, random = Math.random, retry: rules = defaultRetryRules, userAgent = 'Sightline' } = parts;
  const watchSkew = createSkewWatch(input.module.displayName, clock, input.notice);
  const account = createAccountAuthorizer({ http: parts.http, clock, userAgent, watchSkew }, input);

  async function tryOnce(request: VendorRequest, options: CallOptions): Promise<HttpAnswer | Failure> {
    const release = await budget.acquire(options.signal, options.observer.waiting);
    try {
      const { requestSent } = options.observer;
      const authorization = await account.authorizer.authorize({ signal: options.signal, requestSent });
      requestSent();
      const received = await parts.http.send({
        method: request.method,
        origin: account.origin(),
        path: request.path,
        query: [...request.query, ...authorization.query],
        headers: {
          accept: request.isText === true ? '*/*' : 'application/json',
          'user-agent': userAgent,
          ...contentType(request),
          ...authorization.headers,
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        signal: options.signal,
      });
      const answer = hideSecrets(received, input.secrets);
      return judge(input, { request, answer, budget, clock, watchSkew, isAnswer: options.isAnswer });
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      return { error: thrown, isPassing: isPassingError(thrown), isUnauthorized: false };
    } finally {
      release();
    }
  }

  return {
    async call(request, options, use) {
      let hasRenewed = false;
      for (let attempt = 1; ; attempt += 1) {
        const answer = await tryOnce(request, options);
        const outcome = 'error' in answer ? answer : await tryUse(answer, use);
        if (!('error' in outcome)) return outcome.result;
        const { error, isPassing, isUnauthorized } = outcome;
        if (isUnauthorized && !hasRenewed && account.authorizer.renew()) {
          hasRenewed = true;
          attempt -= 1;
          continue;
        }
        const toldMs = error.retryAfterMs ?? 0;
        const mayRepeat = options.retry && isRepeatable(request) && isPassing && attempt < rules.tries;
        if (!mayRepeat || toldMs > longestWaitMs) throw mask(withScope(error, options.scope), input);
        parts.logger.write('warn', 'vendor.retry', { vendor: input.module.id, code: error.code, attempt, toldMs });
        await budget.wait(toldMs + backoffMs(rules, attempt, random), options.signal, options.observer.waiting);
      }
    },
    close: () => account.authorizer.close(),
  };
}

/** Writes are never repeated here: whether one arrived is found out by reading first. */
function isRepeatable({ method, isRepeatable: isDeclared = false }: VendorRequest): boolean {
  return method === 'GET' || isDeclared;
}

/** What the vendor's answer is to blame for counts as a failed try; anything else is not for us to repeat. */
async function tryUse<Result>(
  answer: HttpAnswer,
  use: (answer: HttpAnswer) => Promise<Result>,
): Promise<{ readonly result: Result } | Failure> {
  try {
    return { result: await use(answer) };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !/^(vendor|credential)\./.test(thrown.code)) throw thrown;
    return { error: thrown, isPassing: isPassingError(thrown), isUnauthorized: false };
  }
}

interface Judged {
  readonly request: VendorRequest;
  readonly answer: HttpAnswer;
  readonly budget: RateBudget;
  readonly clock: Clock;
  readonly watchSkew: (answer: HttpAnswer) => void;
  readonly isAnswer: CallOptions['isAnswer'];
}

/** Success in the vendor's own terms, or what is wrong. */
function judge({ module }: SessionInput, judged: Judged): HttpAnswer | Failure {
  const { request, answer, budget, clock, watchSkew, isAnswer } = judged;
  const { status } = answer;
  watchSkew(answer);
  const nowMs = clock.nowMs();
  const reading = module.readRate(answer, nowMs);
  budget.note(reading);
  const isSuccess = status >= 200 && status < 300;
  // Some writes answer with nothing at all.
  if (isSuccess && (request.method === 'GET' || answer.body.length > 0)) checkBody(request, answer);
  if (isAnswer?.(answer) === true || (status === 404 && request.mayBeMissing === true)) return answer;
  if (isBlockPage(answer)) return { error: blocked(module, status), isPassing: false, isUnauthorized: false };
  const refusal =
    module.readError(answer) ??
    (isSuccess ? undefined : errorForStatus({ vendor: module.displayName, status, words: null }));
  if (refusal === undefined) return answer;
  const toldMs = reading.retryAtMs === null ? 0 : Math.max(0, reading.retryAtMs - nowMs);
  return {
    error: toldMs > 0 ? withRetryAfter(refusal, toldMs) : refusal,
    isPassing: isPassingStatus(status) || (isSuccess && refusal.retryable),
    isUnauthorized: status === 401,
  };
}

/** Vendors refuse in JSON; a web page with such a status comes from a filter, a proxy or a sign-in page on the way. */
function isBlockPage({ status, headers }: HttpAnswer): boolean {
  const refuses = status === 401 || status === 403 || status === 407 || status === 451 || status === 511;
  return refuses && /html/i.test(headers['content-type'] ?? '');
}

function blocked({ displayName }: SessionInput['module'], status: number): AppError {
  return new AppError(
    'vendor.badResponse',
    `A web page came instead of an answer of ${displayName} (status ${status}): something on the way blocks the call.`,
    {
      suggestion: 'Ask whoever runs this network to let it through, or sign in to the network first.',
      finding: 'blocked',
    },
  );
}

function checkBody(request: VendorRequest, answer: HttpAnswer): void {
  if (request.isText === true) decodeText(answer);
  else checkJsonBody(answer);
}

function contentType(request: VendorRequest): Readonly<Record<string, string>> {
  return request.body === undefined ? {} : { 'content-type': 'application/json' };
}

/** A vendor may repeat the key that it was sent; messages are shown and logged. */
function mask(error: AppError, { secrets }: SessionInput): AppError {
  let { message } = error;
  for (const secret of Object.values(secrets)) {
    const text = secret.reveal();
    if (text.length >= 4) message = message.replaceAll(text, secretMask);
  }
  return message === error.message ? error : withMessage(error, message);
}
