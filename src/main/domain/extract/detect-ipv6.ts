import { readAddress, readNetwork } from '#shared/text/addresses.ts';
import { remarkOnAddress } from './address-remarks.ts';
import { isHexAt, isLabelAt } from './characters.ts';
import { type Detector, invalid, type Reading, valid } from './found.ts';

/** Longest spelling: eight groups, the last two as an IPv4 address. */
const maxLength = 45;

/** IPv6 addresses and networks: runs of hex digits, colons and dots around a colon. */
export const detectIpv6: Detector = ({ view, claims, add }) => {
  const { text } = view;
  let done = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(colon + 1, done))) {
    const { start, end } = runAround(text, colon, done);
    done = end;
    const found = end - start > maxLength + 2 ? undefined : readRun(text, start, end);
    if (found !== undefined && claims.isFree(found.start, found.end)) add(found);
  }
};

function runAround(text: string, colon: number, floor: number): { start: number; end: number } {
  let start = colon;
  let end = colon + 1;
  while (start > floor && isPartAt(text, start - 1)) start -= 1;
  while (isPartAt(text, end)) end += 1;
  return { start, end };
}

function isPartAt(text: string, at: number): boolean {
  const character = text.charAt(at);
  return character === ':' || character === '.' || isHexAt(text, at);
}

function readRun(text: string, runStart: number, runEnd: number) {
  let start = runStart;
  let end = runEnd;
  // A colon or full stop of the sentence around it.
  if (text[start] === ':' && text[start + 1] !== ':') start += 1;
  while (text[start] === '.') start += 1;
  while (text[end - 1] === '.' || (text[end - 1] === ':' && text[end - 2] !== ':')) end -= 1;
  if (isLabelAt(text, start - 1) || (isLabelAt(text, end) && text[end] !== '-')) return undefined;
  const spelled = text.slice(start, end);
  if (spelled.indexOf(':') === spelled.lastIndexOf(':')) return undefined;
  const address = readAddress(spelled);
  if (address === undefined) return undefined;
  const prefix = /^\/\d{1,3}(?![\w/])/.exec(text.slice(end, end + 6))?.[0] ?? '';
  const reading = prefix === '' ? readWhole(spelled, address) : readPrefixed(spelled, prefix);
  return reading && { start, end: end + prefix.length, reading };
}

function readWhole(
  spelled: string,
  { type, value }: { type: 'ipv4' | 'ipv6' | 'cidr'; value: string },
): Reading | undefined {
  if (value === '::') return undefined;
  // `dead::beef` is an address, `a::b` and `abc::def` are more often names in a program.
  const isName = !/\d/.test(spelled) && spelled.split(':').length < 4 && !/[0-9a-f]{4}/i.test(spelled);
  return isName ? invalid('ipv6', spelled, 'codeName') : valid(type, value, remarkOnAddress(value));
}

function readPrefixed(spelled: string, prefix: string): Reading {
  const network = readNetwork(spelled + prefix);
  if (network === undefined) return invalid('cidr', spelled + prefix, 'badNetwork');
  return valid('cidr', network.value, remarkOnAddress(network.value));
}
