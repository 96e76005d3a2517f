import { domainToASCII } from 'node:url';

/** DNS limit for a whole name, in octets without the closing dot. */
const maxHostLength = 253;
const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const plainLabels = new RegExp(`^${label}(?:\\.${label})*$`);
/** ASCII that can stand in a host name; anything else ASCII must not reach the conversion, which also decodes `%61`. */
const foreignAscii = /[^\u0080-\uffffA-Za-z0-9._-]/;

/**
 * Canonical host name: lower case, punycode, no trailing dot, labels of 1-63 letters, digits, `_` and inner `-`.
 * Undefined for what is none, also for text whose last label is a number: that is an address or a mistake.
 */
export function canonicalHost(text: string): string | undefined {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  if (bare === '' || bare.length > maxHostLength || foreignAscii.test(bare)) return undefined;
  const lower = bare.toLowerCase();
  const host = plainLabels.test(lower) ? lower : toPunycode(bare);
  return host === undefined || endsInNumber(host) ? undefined : host;
}

function toPunycode(text: string): string | undefined {
  const ascii = domainToASCII(text);
  return ascii.length <= maxHostLength && plainLabels.test(ascii) ? ascii : undefined;
}

/** The WHATWG rule: such a host is read as an IPv4 address. */
function endsInNumber(host: string): boolean {
  return /^(?:\d+|0x[0-9a-f]*)$/.test(host.slice(host.lastIndexOf('.') + 1));
}
