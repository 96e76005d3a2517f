import { readAddress } from '#shared/text/addresses.ts';
import { removeInvisible } from '#shared/text/fang-tokens.ts';
import { canonicalUrl } from '../canonical-urls.ts';
import { remarkOnAddress } from './address-remarks.ts';
import { type Detector, invalid, type Reading, valid } from './found.ts';
import { remarkOnHost } from './read-host.ts';
import type { RefangedView } from './refanged-view.ts';
import { exactSchemes, schemeSpellings } from './spellings.ts';
import { endOfUrl } from './url-end.ts';

/** `://` and how it is broken or mistyped; what stands before it decides. */
const separators = /[:;] ?\/{1,3}|:\\{2}|\/\/:|:{2}\/\/|:\/ \//g;
/** Longest spelling of a scheme. */
const maxScheme = 12;
const schemeBefore = /(?:^|[^a-z0-9])([a-z([{](?:[a-z0-9*#_@+.()[\]{}-]{1,11}))$/i;
/** User, host and port: up to path, query, fragment or what cannot stand in them. */
const authority = /^[^\s/?#\\"'<>`|,;^\u201C\u201D]{1,600}/;
/** Exactly as we write it: path and query were left alone, and are taken to the letter. */
const ourSeparator = '[://]';

/** URLs in any spelling. */
export const detectUrls: Detector = ({ view, claims, add }) => {
  for (const { 0: separator, index } of view.text.matchAll(separators)) {
    if (claims.isTaken(index)) continue;
    const scheme = readScheme(view, index);
    if (scheme === undefined || (separator !== '://' && !scheme.isBroken && scheme.name.length < 4)) continue;
    const rest = readRest(view, scheme, index + separator.length);
    if (rest === undefined || !claims.isFree(scheme.start, rest.end)) continue;
    const reading = readUrl(`${scheme.name}://${rest.text}`);
    if (reading !== undefined) add({ start: scheme.start, end: rest.end, reading });
  }
};

interface Scheme {
  readonly name: string;
  readonly start: number;
  /** Made harmless: somebody meant a URL. */
  readonly isBroken: boolean;
}

function readScheme({ text }: RefangedView, separator: number): Scheme | undefined {
  let end = separator;
  if (text[end - 1] === ' ') end -= 1;
  const lead = text.slice(Math.max(0, end - maxScheme - 1), end);
  const whole = schemeBefore.exec(lead)?.[1];
  if (whole === undefined) return undefined;
  // A bracket or quote before the scheme is the text's: `(hxxp://…`, `url[http://…`.
  for (let cut = 0; cut < whole.length - 1; cut += 1) {
    if (cut > 0 && /[a-z0-9]/i.test(whole.charAt(cut - 1)) && /[a-z0-9]/i.test(whole.charAt(cut))) continue;
    const written = whole.slice(cut).toLowerCase();
    const repaired = schemeSpellings.get(written);
    if (repaired !== undefined) return { name: repaired, start: end - written.length, isBroken: true };
    if (exactSchemes.has(written)) return { name: written, start: end - written.length, isBroken: false };
  }
  return undefined;
}

interface Rest {
  /** Authority, path and query, exact. */
  readonly text: string;
  /** In the view. */
  readonly end: number;
}

/** What stands behind the separator: the authority, and a path or query where one follows. */
function readRest(view: RefangedView, scheme: Scheme, separatorEnd: number): Rest | undefined {
  const start = scheme.isBroken && view.text[separatorEnd] === ' ' ? separatorEnd + 1 : separatorEnd;
  const whole = authority.exec(view.text.slice(start, start + 600))?.[0] ?? '';
  const host = trimAuthority(whole);
  const hostEnd = start + host.length;
  if (host === '') return undefined;
  if (host.length < whole.length || !'/?#\\'.includes(view.text.charAt(hostEnd))) return { text: host, end: hostEnd };
  const before = view.text.charAt(scheme.start - 1);
  const tail = wasDefanged(view, scheme, start, hostEnd)
    ? readDefangedTail(view, hostEnd, before)
    : readExactTail(view, hostEnd, before);
  return { text: host + tail.text, end: tail.end };
}

/** Whether the path may have been defanged with the host; as we write it, it was left alone. */
function wasDefanged(view: RefangedView, scheme: Scheme, start: number, hostEnd: number): boolean {
  const separatorEnd = view.sourceEnd(start);
  if (view.source.slice(separatorEnd - ourSeparator.length, separatorEnd) === ourSeparator) return false;
  return scheme.isBroken || view.isRewritten(scheme.start, hostEnd);
}

function readDefangedTail(view: RefangedView, from: number, before: string): Rest {
  const end = endOfUrl(view.text, from, before);
  const text = view.text.slice(from, end);
  return { text: text.startsWith('\\') ? text.replaceAll('\\', '/') : text, end };
}

/** Taken to the letter, the first slash excepted. */
function readExactTail(view: RefangedView, from: number, before: string): Rest {
  const isSlashRewritten = view.isRewritten(from, from + 1);
  const start = isSlashRewritten ? view.sourceEnd(from + 1) : view.sourceStart(from);
  const end = endOfUrl(view.source, start, before);
  const text = removeInvisible(view.source.slice(start, end));
  return { text: isSlashRewritten ? `/${text}` : text.replace(/^\\/, '/'), end: view.at(end) };
}

/** Brackets and full stops around an authority are the text's, unless they belong to an IPv6 address. */
function trimAuthority(text: string): string {
  const address = /^(?:[^\s@[\]]{1,128}@)?\[[0-9a-f:.]{2,45}\](?::\d{1,5})?/i.exec(text)?.[0];
  if (address !== undefined) return address;
  const cut = text.search(/[()[\]{}*!$=]|\.\.|\.$|:$|:[^\d]/);
  if (cut < 0) return text;
  // `user:password@host` has a colon before the `@`.
  const at = text.lastIndexOf('@');
  return at > cut ? `${text.slice(0, at + 1)}${trimAuthority(text.slice(at + 1))}` : text.slice(0, cut);
}

function readUrl(spelled: string): Reading | undefined {
  const value = canonicalUrl(spelled);
  const host = (/^[a-z0-9+.-]+:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(spelled)?.[1] ?? '').toLowerCase();
  if (host === '') return undefined;
  if (value === undefined) return /^[\p{L}\p{N}[]/u.test(host) ? invalid('url', spelled, 'badUrl') : undefined;
  const canonicalName = URL.parse(value)?.hostname ?? host;
  const isAddress = readAddress(canonicalName) !== undefined;
  if (isAddress && canonicalName !== host) return valid('url', value, 'oddAddress');
  return valid('url', value, remarkOnAddress(canonicalName.replaceAll(/[[\]]/g, '')) ?? remarkOnHost(canonicalName));
}
