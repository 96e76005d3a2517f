import type { Dispatcher } from 'undici';
import type { HttpAnswer, HttpClient, HttpReceiver, HttpRequest, NetworkRules } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createDispatchers, type Dispatchers } from './http/dispatchers.ts';
import { defaultHttpLimits, type HttpLimits } from './http/limits.ts';
import { type BodyFacts, passBody, readBody } from './http/read-body.ts';
import { buildTarget, type HttpTarget, reveal } from './http/target.ts';
import { type TransportPhase, translateTransportError } from './http/transport-error.ts';
import { refuseUnverified } from './http/trust.ts';

/** What a client can be given; all of it optional. */
export interface HttpClientOptions {
  readonly limits?: Partial<HttpLimits>;
  /** Where proxies and extra authorities are named. Default: the process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Default: what the environment says and no further authorities. */
  readonly rules?: NetworkRules;
}

/** Without a word of the user. */
export const systemRules: NetworkRules = {
  proxy: { mode: 'system', origin: null, bypass: [], includesLoopback: false, login: null },
  authorities: [],
};

/**
 * The one way out of this program: https (http on this machine only), verified, without redirects, within limits. Each
 * client has connections of its own. Errors name the host and carry nothing else of the request.
 */
export function createUndiciHttpClient(options: HttpClientOptions = {}): HttpClient & HttpReceiver {
  const limits = { ...defaultHttpLimits, ...options.limits };
  const environment = options.environment ?? process.env;
  const dispatchers = createDispatchers({ limits, environment, rules: options.rules ?? systemRules });
  const prepare = (request: HttpRequest): HttpTarget => {
    // Else a connection would be made before that is noticed.
    if (request.signal?.aborted === true) throw cancelled();
    refuseUnverified(environment);
    return buildTarget(request);
  };
  return {
    send: async (request) =>
      exchange(request, { target: prepare(request), dispatchers, limits }, (response, scene) =>
        readAnswer(response, request, scene),
      ),
    receive: async (request, { limitBytes, limitMs, take }) => {
      const own = { ...limits, wireBytes: limitBytes, wholeCallMs: limitMs };
      return exchange(request, { target: prepare(request), dispatchers, limits: own }, (response, scene) =>
        takeAnswer(response, take, scene),
      );
    },
    close: () => dispatchers.destroy(),
  };
}

interface Exchange {
  readonly target: HttpTarget;
  readonly dispatchers: Dispatchers;
  readonly limits: HttpLimits;
}

/** An answer that has begun to arrive. */
interface Scene extends Pick<Exchange, 'target' | 'limits'> {
  /** What an error of its body means. */
  readonly explain: (error: unknown) => AppError;
}

async function exchange<Answer>(
  request: HttpRequest,
  { target, dispatchers, limits }: Exchange,
  read: (response: Dispatcher.ResponseData, scene: Scene) => Promise<Answer>,
): Promise<Answer> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), limits.wholeCallMs);
  const signals = request.signal === undefined ? [deadline.signal] : [deadline.signal, request.signal];
  let phase: TransportPhase = 'answer';
  let proxy: string | null = null;
  const explain = (error: unknown): AppError => {
    if (request.signal?.aborted === true) return cancelled();
    if (deadline.signal.aborted) {
      return new AppError('network.timeout', `${target.host} took too long to answer.`, {
        retryable: true,
        finding: 'timeout',
      });
    }
    return error instanceof AppError ? error : translateTransportError(error, { host: target.host, proxy, phase });
  };
  try {
    const route = dispatchers.choose(target);
    proxy = route.proxy;
    const response = await route.dispatcher.request({
      origin: target.origin,
      path: target.path,
      method: request.method,
      headers: buildHeaders(request, target),
      signal: AbortSignal.any(signals),
      ...(request.body === undefined ? {} : { body: reveal(request.body) }),
    });
    phase = 'body';
    return await read(response, { target, limits, explain });
  } catch (error) {
    throw explain(error);
  } finally {
    clearTimeout(timer);
  }
}

async function readAnswer(
  response: Dispatcher.ResponseData,
  request: HttpRequest,
  { target, limits }: Scene,
): Promise<HttpAnswer> {
  const { statusCode: status, body } = response;
  const headers = flattenHeaders(response.headers);
  try {
    if (status >= 300 && status < 400 && request.redirect !== 'return') throw refuseRedirect(headers, target);
    return { status, headers, body: await readBody(body, factsOf(headers, target), limits) };
  } catch (error) {
    drop(body);
    throw error;
  }
}

/** Hands the body on in pieces; its errors are translated before whoever takes it can take them for errors of their own. */
async function takeAnswer<Taken>(
  response: Dispatcher.ResponseData,
  take: (chunks: AsyncIterable<Uint8Array>) => Promise<Taken>,
  { target, limits, explain }: Scene,
): Promise<{ status: number; taken: Taken | null }> {
  const { statusCode: status, body } = response;
  const headers = flattenHeaders(response.headers);
  try {
    if (status >= 300 && status < 400) throw refuseRedirect(headers, target);
    if (status !== 200) return { status, taken: null };
    const chunks = passBody(body, factsOf(headers, target), limits);
    return { status, taken: await take(explained(chunks, explain)) };
  } finally {
    drop(body);
  }
}

async function* explained(
  chunks: AsyncIterable<Uint8Array>,
  explain: (error: unknown) => AppError,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw explain(error);
  }
}

function factsOf(headers: Readonly<Record<string, string>>, { host }: HttpTarget): BodyFacts {
  return { host, contentEncoding: headers['content-encoding'], contentLength: headers['content-length'] };
}

/** What is not read to its end would hold the connection. */
function drop(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined).destroy();
}

/**
 * @throws AppError `credential.rejected` for a value that no header can carry: undici's own error would hold it.
 */
function buildHeaders(request: HttpRequest, target: HttpTarget): Record<string, string> {
  const headers: Record<string, string> = { 'accept-encoding': 'gzip' };
  for (const [name, value] of Object.entries(request.headers)) {
    const text = reveal(value);
    if (!/^[\t\x20-\x7e]*$/.test(text)) {
      throw new AppError('credential.rejected', `The key for ${target.host} holds characters that cannot be sent.`);
    }
    headers[name.toLowerCase()] = text;
  }
  return headers;
}

function flattenHeaders(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { ...flat };
}

/** The target's host is all that is said of it: a `Location` may repeat what was asked. */
function refuseRedirect(headers: Readonly<Record<string, string>>, target: HttpTarget): AppError {
  const location = headers['location'];
  const host = location === undefined ? undefined : URL.parse(location, target.origin)?.host;
  const where = host === undefined || host === '' ? 'an address that cannot be read' : host;
  return new AppError('vendor.badResponse', `${target.host} redirects to ${where}, which is not followed.`, {
    suggestion: 'Is the site or base URL of this connection right?',
    finding: 'wrongSite',
  });
}

function cancelled(): AppError {
  return new AppError('internal.cancelled', 'Cancelled.');
}
