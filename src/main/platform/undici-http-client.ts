import type { Dispatcher } from 'undici';
import type { HttpAnswer, HttpClient, HttpRequest, NetworkRules } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createDispatchers, type Dispatchers } from './http/dispatchers.ts';
import { defaultHttpLimits, type HttpLimits } from './http/limits.ts';
import { readBody } from './http/read-body.ts';
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
export function createUndiciHttpClient(options: HttpClientOptions = {}): HttpClient {
  const limits = { ...defaultHttpLimits, ...options.limits };
  const environment = options.environment ?? process.env;
  const dispatchers = createDispatchers({ limits, environment, rules: options.rules ?? systemRules });
  return {
    send: async (request) => {
      if (request.signal?.aborted === true) throw cancelled();
      refuseUnverified(environment);
      return exchange(request, { target: buildTarget(request), dispatchers, limits });
    },
    close: () => dispatchers.destroy(),
  };
}

interface Exchange {
  readonly target: HttpTarget;
  readonly dispatchers: Dispatchers;
  readonly limits: HttpLimits;
}

async function exchange(request: HttpRequest, { target, dispatchers, limits }: Exchange): Promise<HttpAnswer> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), limits.wholeCallMs);
  const signals = request.signal === undefined ? [deadline.signal] : [deadline.signal, request.signal];
  let phase: TransportPhase = 'answer';
  let proxy: string | null = null;
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
    return await readAnswer(response, request, { target, limits });
  } catch (error) {
    if (request.signal?.aborted === true) throw cancelled();
    if (deadline.signal.aborted) {
      throw new AppError('network.timeout', `${target.host} took too long to answer.`, {
        retryable: true,
        finding: 'timeout',
      });
    }
    throw error instanceof AppError ? error : translateTransportError(error, { host: target.host, proxy, phase });
  } finally {
    clearTimeout(timer);
  }
}

async function readAnswer(
  response: Dispatcher.ResponseData,
  request: HttpRequest,
  { target, limits }: Pick<Exchange, 'target' | 'limits'>,
): Promise<HttpAnswer> {
  const { statusCode: status, body } = response;
  const headers = flattenHeaders(response.headers);
  try {
    if (status >= 300 && status < 400 && request.redirect !== 'return') throw refuseRedirect(headers, target);
    const facts = {
      host: target.host,
      contentEncoding: headers['content-encoding'],
      contentLength: headers['content-length'],
    };
    return { status, headers, body: await readBody(body, facts, limits) };
  } catch (error) {
    // What is not read to its end would hold the connection.
    body.on('error', () => undefined).destroy();
    throw error;
  }
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
