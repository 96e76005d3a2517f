import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '#shared/errors/app-error.ts';
import type { HttpLimits } from './limits.ts';
import { TransportFault } from './transport-error.ts';

/** How an answer travels, from its headers. */
export interface BodyFacts {
  readonly host: string;
  readonly contentEncoding: string | undefined;
  readonly contentLength: string | undefined;
}

/**
 * Reads a body to its end within the limits, unpacking one layer of gzip while it reads; what exceeds a limit is cut off at
 * that point. The result owns its memory, so that it can be handed to another thread.
 *
 * @throws AppError `vendor.badResponse` (too large, unpacks to too much, other encodings, damaged gzip), `network.timeout`
 * (too slow); errors of the stream as they come.
 */
export async function readBody(body: Readable, facts: BodyFacts, limits: HttpLimits): Promise<Uint8Array<ArrayBuffer>> {
  const isPacked = isGzip(facts);
  refuseLong(facts, limits);
  const meter = { wireBytes: 0 };
  const incoming = watch(body, { facts, limits, meter });
  // The callback keeps the pipeline's error from being thrown a second time; the loop below meets it.
  const source = isPacked ? pipeline(incoming, createGunzip({ chunkSize: 64 * 1024 }), () => undefined) : incoming;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limits.decodedBytes) throw tooLarge(facts);
      if (isPacked && size > limits.ratioFreeBytes && size > limits.ratio * meter.wireBytes) throw tooLarge(facts);
      chunks.push(chunk);
    }
  } catch (error) {
    throw isPacked ? translateGzip(error, facts) : error;
  }
  return join(chunks, size);
}

/**
 * A body in pieces, as it travels and within the limits of that; nothing is unpacked.
 *
 * @throws AppError as `readBody`, and for a packed one.
 */
export function passBody(body: Readable, facts: BodyFacts, limits: HttpLimits): AsyncIterable<Uint8Array> {
  if (isGzip(facts)) throw refuseEncoding(facts);
  refuseLong(facts, limits);
  return watch(body, { facts, limits, meter: { wireBytes: 0 } });
}

/** What says that it is too long is not begun. */
function refuseLong(facts: BodyFacts, limits: HttpLimits): void {
  if (Number(facts.contentLength ?? 0) > limits.wireBytes) throw tooLarge(facts);
}

interface Watch {
  readonly facts: BodyFacts;
  readonly limits: HttpLimits;
  readonly meter: { wireBytes: number };
}

/** Counts what arrives and how fast. Silence has a timer of its own in the connection; this sees the drip. */
async function* watch(body: Readable, { facts, limits, meter }: Watch): AsyncGenerator<Uint8Array> {
  let windowStartMs = performance.now();
  let windowBytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    meter.wireBytes += chunk.length;
    if (meter.wireBytes > limits.wireBytes) throw tooLarge(facts);
    windowBytes += chunk.length;
    const elapsedMs = performance.now() - windowStartMs;
    if (elapsedMs >= limits.paceWindowMs) {
      if (windowBytes * 1000 < limits.leastBytesPerSecond * elapsedMs) {
        throw new AppError('network.timeout', `${facts.host} answers too slowly.`, { retryable: true });
      }
      windowStartMs = performance.now();
      windowBytes = 0;
    }
    yield chunk;
  }
}

/** @throws AppError `vendor.badResponse` for any encoding but one layer of gzip, which is all that we ask for. */
function isGzip(facts: BodyFacts): boolean {
  const encoding = (facts.contentEncoding ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  throw refuseEncoding(facts);
}

function refuseEncoding({ host }: BodyFacts): AppError {
  return new AppError('vendor.badResponse', `${host} packed its answer in a way that was not asked for.`);
}

function tooLarge({ host }: BodyFacts): AppError {
  return new AppError('vendor.badResponse', `The answer of ${host} is too large.`);
}

function translateGzip(error: unknown, { host }: BodyFacts): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!code.startsWith('Z_')) return error;
  return new AppError('vendor.badResponse', `The answer of ${host} cannot be unpacked.`, {
    retryable: true,
    cause: new TransportFault(code),
  });
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
