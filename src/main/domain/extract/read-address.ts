import { readAddress, readNetwork } from '#shared/text/addresses.ts';
import { remarkOnAddress } from './address-remarks.ts';
import { invalid, type Reading, valid } from './found.ts';
import type { RefangedView } from './refanged-view.ts';
import { isVersionByContext } from './version-context.ts';

/** Four numbers with dots between, in the view. */
export interface Quad {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What four numbers are: an address or network, a version, a mask, or nothing that exists. The prefix is part of the place. */
export function readQuad(view: RefangedView, quad: Quad): { readonly reading: Reading; readonly end: number } {
  // `outside:45.9.1.1/443`: firewalls write ports like this behind the name of an interface.
  const isPort = /[A-Za-z][\w-]{0,30}:$/.test(view.text.slice(Math.max(0, quad.start - 32), quad.start));
  const prefix = isPort ? undefined : /^\/\d{1,3}(?![\w./])/.exec(view.text.slice(quad.end, quad.end + 6))?.[0];
  const network = prefix === undefined ? undefined : readNetwork(quad.text + prefix);
  if (prefix !== undefined && network !== undefined) {
    const end = quad.end + prefix.length;
    return { end, reading: valid('cidr', network.value, remarkOnAddress(network.value)) };
  }
  if (
    prefix !== undefined &&
    readAddress(quad.text) !== undefined &&
    prefix.length > 2 &&
    Number(prefix.slice(1)) < 100
  ) {
    return { end: quad.end + prefix.length, reading: invalid('cidr', quad.text + prefix, 'badNetwork') };
  }
  return { end: quad.end, reading: readFour(view, quad) };
}

function readFour(view: RefangedView, { text, start, end }: Quad): Reading {
  const isFanged = view.isRewritten(start, end);
  if (!isFanged && isVersionByContext(view.text, start, end)) return invalid('ipv4', text, 'version');
  const parts = text.split('.');
  if (parts.some((part) => part.length > 1 && part.startsWith('0'))) return invalid('ipv4', text, 'leadingZero');
  if (readAddress(text) === undefined) return invalid('ipv4', text, 'notAnAddress');
  if (text === '0.0.0.0' || text === '255.255.255.255') return invalid('ipv4', text, 'unspecified');
  if (isMask(parts)) return invalid('ipv4', text, 'netmask');
  return valid('ipv4', text, remarkOnAddress(text));
}

/** Ones, then zeros, or the other way round as access lists have it: no host has such an address. */
function isMask(parts: readonly string[]): boolean {
  if (parts[0] !== '255' && parts[0] !== '0') return false;
  const bits = parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  return parts[0] === '255' ? !bits.includes('01') : !bits.includes('10');
}
