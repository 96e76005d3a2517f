import { parse } from 'tldts';
import { readAddress } from './addresses.ts';

/** Names that no public list knows and that resolve all the same, somewhere, or stand for some that do. */
const privateSuffixes: ReadonlySet<string> = new Set([
  'example',
  'test',
  'invalid',
  'local',
  'localhost',
  'onion',
  'i2p',
  'internal',
  'lan',
  'corp',
  'home',
]);

/** Whether a host name (any case, without closing dot) ends in a suffix that exists or is used privately. */
export function hasKnownSuffix(host: string): boolean {
  const suffix = host.slice(host.lastIndexOf('.') + 1).toLowerCase();
  return privateSuffixes.has(suffix) || parse(host, { validateHostname: false }).isIcann === true;
}

/** Whether a program would make a link of it: an address, or a name below a known suffix; `setup.exe` and `1.2.3` are none. */
export function isFollowable(host: string): boolean {
  return readAddress(host) !== undefined || hasKnownSuffix(host);
}

/** Whether everybody can have a name below this one: `co.uk`, `github.io`, `blogspot.com`. */
export function isPublicSuffix(host: string): boolean {
  return parse(host, { validateHostname: false, allowPrivateDomains: true }).publicSuffix === host;
}

/**
 * The name that somebody registered, which this one is or lies below: `evil.co.uk` of `a.b.evil.co.uk`. Undefined for what is
 * only a suffix. Below a suffix of a hosting provider (`github.io`) it is the customer's name.
 */
export function registrableDomain(host: string): string | undefined {
  return parse(host, { validateHostname: false, allowPrivateDomains: true }).domain ?? undefined;
}
