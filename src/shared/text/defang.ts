import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { readAddress } from './addresses.ts';
import { type FollowableKind, refangPart, replaceFollowable } from './free-text.ts';
import { isFollowable } from './known-hosts.ts';
import { defangHost, defangUrl, splitUrl } from './urls.ts';

/**
 * Writes an indicator so that nothing follows it by accident; pure. Only what could be followed changes: read again as
 * its type, it gives the canonical value back, and what is defanged already stays.
 */
export function defang(type: IndicatorType, value: string): string {
  switch (type) {
    case 'ipv4':
    case 'ipv6':
    case 'cidr':
      return breakAddress(value);
    case 'domain':
      return breakDots(value);
    case 'url':
      return splitUrl(value) === undefined ? defangText(value) : defangUrl(value);
    case 'email':
      return breakEmail(value);
    case 'network_stream':
      return value.split('->').map(breakStreamEnd).join('->');
    case 'user_agent':
    case 'other':
      return defangText(value);
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'path':
    case 'registry_key':
      return value;
  }
}

/** Defangs the URLs, e-mail addresses, addresses and host names inside free text (notes, tags, user agents); pure, linear. */
export function defangText(text: string): string {
  return text.includes('.') || text.includes(':') ? replaceFollowable(text, defangPart) : text;
}

function defangPart(part: string, kind: FollowableKind): string {
  const exact = refangPart(part, kind);
  switch (kind) {
    case 'url':
      return defangUrl(part);
    case 'email':
      return isFollowable(exact.slice(exact.lastIndexOf('@') + 1)) ? breakEmail(exact) : part;
    case 'ipv6':
      return readAddress(exact) === undefined ? part : breakAddress(exact);
    case 'host':
      return isFollowable(exact) ? breakDots(exact) : part;
  }
}

const breakDots = (text: string): string => text.replaceAll('[.]', '.').replaceAll('.', '[.]');

/** The dots of an IPv4 address inside an IPv6 one are broken too. */
function breakAddress(text: string): string {
  return breakDots(text).replaceAll('[:]', ':').replaceAll(':', '[:]');
}

function breakEmail(text: string): string {
  const exact = text.replace(/\[@\](?=[^@]*$)/, '@');
  const at = exact.lastIndexOf('@');
  return at < 0 ? text : `${exact.slice(0, at)}[@]${breakDots(exact.slice(at + 1))}`;
}

function breakStreamEnd(end: string): string {
  return end.startsWith('[') ? defangHost(end.replaceAll('[:]', ':')) : breakDots(end);
}
