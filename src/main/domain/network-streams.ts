import { readAddress } from '#shared/text/addresses.ts';
import { canonicalHost } from './hosts.ts';

/** One end of a network stream: address or host name, and a port where one is known. */
interface StreamEnd {
  readonly type: 'ipv4' | 'ipv6' | 'domain';
  /** Canonical, IPv6 without brackets. */
  readonly value: string;
  readonly port: number | null;
}

/** A network stream taken apart. */
export interface NetworkStream {
  readonly source: StreamEnd;
  readonly target: StreamEnd;
}

const ends = /^\s*(?:\[([0-9a-f:.]+)\]|([^\s:[\]<>]+))(?::(\d{1,5}))?\s*$/i;

/** Reads `10.0.0.1:1034->198.51.100.3:443`, IPv6 in brackets; undefined for anything else. */
export function readStream(text: string): NetworkStream | undefined {
  if (text.length > 700) return undefined;
  const parts = text.split('->');
  const [source, target] = parts.map(readEnd);
  return source === undefined || target === undefined || parts.length !== 2 ? undefined : { source, target };
}

/** Writes a stream the way {@link readStream} reads it. */
export function formatStream({ source, target }: NetworkStream): string {
  return `${formatEnd(source)}->${formatEnd(target)}`;
}

function readEnd(text: string): StreamEnd | undefined {
  const [, bracketed, bare = '', digits] = ends.exec(text) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && port > 65_535) return undefined;
  const address = readAddress(bracketed ?? bare);
  if (address?.type === 'ipv4' || address?.type === 'ipv6') return { type: address.type, value: address.value, port };
  const host = bracketed === undefined ? canonicalHost(bare) : undefined;
  return host === undefined ? undefined : { type: 'domain', value: host, port };
}

function formatEnd({ type, value, port }: StreamEnd): string {
  const host = type === 'ipv6' ? `[${value}]` : value;
  return port === null ? host : `${host}:${port}`;
}
