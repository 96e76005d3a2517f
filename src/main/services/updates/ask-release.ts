import type { HttpReceiver, HttpRequest } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { UpdateSource } from './update-source.ts';

/** Names below the address of a build. */
export const statementName = 'release.json';
export const signatureName = 'release.json.sig';

const smallLimitMs = 60_000;

/** One file below the address of a build. */
export interface ReleaseRequest<Taken> {
  readonly name: string;
  readonly limitBytes: number;
  readonly limitMs: number;
  readonly take: (chunks: AsyncIterable<Uint8Array>) => Promise<Taken>;
  readonly signal: AbortSignal;
}

/**
 * Asks for a file of a release. The request says nothing of who asks: neither version nor system.
 *
 * @throws AppError `update.unavailable`, `network.*`, `internal.cancelled`, and what `take` throws.
 */
export async function askRelease<Taken>(
  http: HttpReceiver,
  source: UpdateSource,
  { name, signal, ...taking }: ReleaseRequest<Taken>,
): Promise<Taken> {
  const request: HttpRequest = {
    method: 'GET',
    origin: source.origin,
    path: `${source.path}${name}`,
    query: [],
    headers: { 'user-agent': 'Sightline', 'accept-encoding': 'identity' },
    signal,
  };
  try {
    const { status, taken } = await http.receive(request, taking);
    if (status === 200 && taken !== null) return taken;
    const { host } = new URL(source.origin);
    throw new AppError('update.unavailable', `${host} has no ${name} (status ${status}).`, { retryable: true });
  } catch (error) {
    throw asUpdateError(error);
  }
}

/** A small file as a whole. @throws AppError as {@link askRelease}. */
export function askSmall(
  http: HttpReceiver,
  source: UpdateSource,
  file: { readonly name: string; readonly limitBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  return askRelease(http, source, { ...file, limitMs: smallLimitMs, take: collect });
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** What is said of vendors and syncs is said of updates. */
function asUpdateError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  if (error.code === 'vendor.badResponse') {
    return new AppError('update.unavailable', error.message, { retryable: error.retryable, cause: error });
  }
  // What to do about certificates is the same here.
  if (!error.code.startsWith('network.') || error.code === 'network.tls') return error;
  return new AppError(error.code, error.message, {
    retryable: error.retryable,
    cause: error,
    suggestion: 'Check the network and the proxy, and look again. Nothing was changed.',
  });
}
