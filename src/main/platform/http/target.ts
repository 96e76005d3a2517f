import type { HttpRequest } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Where a request goes, in the parts that undici takes. */
export interface HttpTarget {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query, encoded. May hold a secret: it is neither kept nor put into errors. */
  readonly path: string;
  /** Host and port, for messages. */
  readonly host: string;
  /** This machine: unencrypted calls are allowed, proxies are not used unless asked for. */
  readonly isLoopback: boolean;
}

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Builds the address of a request and holds it to its origin: no part of a path or a parameter can lead elsewhere.
 *
 * @throws AppError `input.invalid`: not https (http on this machine only), not an origin and a path. The message names the
 * host only.
 */
export function buildTarget(request: Pick<HttpRequest, 'origin' | 'path' | 'query'>): HttpTarget {
  const origin = URL.parse(request.origin);
  if (origin === null) throw refuse('This is not the address of a host.');
  const isLoopback = loopbackHosts.has(origin.hostname);
  if (origin.protocol !== 'https:' && !(origin.protocol === 'http:' && isLoopback)) {
    throw refuse(`${origin.host} would be asked without encryption.`);
  }
  // What is asked is what is written. Another host in the path, a user in the origin, dot segments (also as %2e), back-slashes,
  // blanks, `?` and `#` are read as something else than they are spelled.
  const url = URL.parse(request.path, request.origin);
  if (url === null || `${url.origin}${url.pathname}` !== `${request.origin}${request.path}`) {
    throw refuse(`What is asked of ${origin.host} is not an origin and a plain path.`);
  }
  return { origin: url.origin, path: `${url.pathname}${encodeQuery(request.query)}`, host: origin.host, isLoopback };
}

function encodeQuery(query: HttpRequest['query']): string {
  if (query.length === 0) return '';
  return `?${query.map(([name, value]) => `${encode(name)}=${encode(reveal(value))}`).join('&')}`;
}

/** @throws never: lone surrogates, which cannot be encoded, become U+FFFD. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** The text that is sent. */
export function reveal(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}

function refuse(message: string): AppError {
  return new AppError('input.invalid', message);
}
