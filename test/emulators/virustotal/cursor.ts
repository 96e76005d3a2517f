import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { asRecord } from '../kit/reply.ts';
import { badRequest } from './problem.ts';

/** The place after which a page starts: date (Unix seconds) and id of the last item before it. */
export interface StreamPlace {
  readonly date: number;
  readonly id: number;
}

/** What a cursor is made and checked with. */
export interface CursorContext {
  readonly seed: number;
  /** Unix seconds. */
  readonly issuedAt: number;
  /** Filter and order that the cursor is bound to; empty when it may be used with others. */
  readonly boundTo: string;
}

/**
 * Writes a cursor as the service does since 2025: base64url of a zlib stream around
 * `|base64(base64(JSON)||v3||<issue time>||<digest>)`, with `"sort":[date,"id"]` of the page's last item inside.
 * The padding is there in one cursor and missing in another, as recorded.
 */
export function encodeCursor(place: StreamPlace, context: CursorContext): string {
  const json = JSON.stringify({ offset: 0, provider: 'DPS', sort: [place.date, String(place.id)] });
  const payload = Buffer.from(json).toString('base64');
  const inner = `${payload}||v3||${context.issuedAt}||${digest(payload, context)}`;
  const packed = deflateSync(`|${Buffer.from(inner).toString('base64')}`);
  const plain = packed.toString('base64url');
  const isPadded = place.id % 2 === 0;
  return isPadded ? plain.padEnd(Math.ceil(plain.length / 4) * 4, '=') : plain;
}

/**
 * Reads a cursor.
 * @throws VtProblem 400 when it was not made by {@link encodeCursor} with this seed, or for another query if bound.
 */
export function decodeCursor(text: string, context: Omit<CursorContext, 'issuedAt'>): StreamPlace {
  const [payload = '', version, , seal] = unpack(text).split('||');
  const sort: unknown = asRecord(parseJson(Buffer.from(payload, 'base64').toString('utf8')))?.['sort'];
  const [date, id]: readonly unknown[] = Array.isArray(sort) ? sort : [];
  const isOurs = version === 'v3' && seal === digest(payload, context);
  if (!isOurs || typeof date !== 'number' || typeof id !== 'string') throw badRequest('Invalid cursor');
  return { date, id: Number(id) };
}

function unpack(text: string): string {
  try {
    const outer = inflateSync(Buffer.from(text, 'base64url')).toString('utf8');
    return Buffer.from(outer.slice(1), 'base64').toString('utf8');
  } catch {
    return '';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function digest(payload: string, { seed, boundTo }: Omit<CursorContext, 'issuedAt'>): string {
  return createHash('sha256').update(`${seed}\n${boundTo}\n${payload}`).digest('hex');
}
