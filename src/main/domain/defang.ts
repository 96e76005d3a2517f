import { parse } from 'tldts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { parseIpv4, parseIpv6 } from './addresses.ts';

const schemes: Readonly<Record<string, string>> = { http: 'hxxp', https: 'hxxps', ftp: 'fxp' };
const urlParts = /^([a-z][a-z0-9+.-]*)(?::\/\/|\[:\/\/\])([^/?#]*)(.*)$/is;

/**
 * Writes an indicator so that nothing follows it by accident; pure. Only what could be followed changes: `refang` gives the
 * canonical value back, and what is defanged already stays.
 */
export function defang(type: IndicatorType, value: string): string {
  switch (type) {
    case 'ipv4':
    case 'domain':
      return defangDots(value);
    case 'ipv6':
      return defangColons(value);
    case 'cidr':
      return value.includes('.') ? defangDots(value) : defangColons(value);
    case 'url':
      return defangUrl(value);
    case 'email':
      return defangEmail(value);
    case 'network_stream':
      return value.split('->').map(defangStreamEnd).join('->');
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

function defangDots(text: string): string {
  return text.replace(/(?<!\[)\.(?!\])/g, '[.]');
}

function defangColons(text: string): string {
  return text.replace(/(?<!\[):(?!\])/g, '[:]');
}

function defangUrl(url: string): string {
  const [, scheme, authority, rest] = urlParts.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) return url;
  return `${schemes[scheme.toLowerCase()] ?? scheme}[://]${defangAuthority(authority)}${rest ?? ''}`;
}

/** User part, host and port: the `@`, and the dots or colons of the host. */
function defangAuthority(authority: string): string {
  const at = authority.lastIndexOf('@');
  if (at >= 0 && authority[at - 1] !== '[') {
    return `${authority.slice(0, at)}[@]${defangHost(authority.slice(at + 1))}`;
  }
  return at < 0 ? defangHost(authority) : `${authority.slice(0, at + 2)}${defangHost(authority.slice(at + 2))}`;
}

function defangHost(host: string): string {
  const bracketed = /^\[(.*)\](:\d+)?$/.exec(host);
  const inner = bracketed?.[1];
  if (inner !== undefined && /^[0-9a-f:.[\]]+$/i.test(inner)) return `[${defangColons(inner)}]${bracketed?.[2] ?? ''}`;
  return defangDots(host);
}

function defangEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 0) return email;
  const isDone = email[at - 1] === '[';
  const domain = email.slice(at + (isDone ? 2 : 1));
  return `${email.slice(0, isDone ? at - 1 : at)}[@]${defangDots(domain)}`;
}

function defangStreamEnd(end: string): string {
  return end.startsWith('[') ? defangHost(end) : defangDots(end);
}

/** Names that no public list knows and that resolve all the same, somewhere. */
const privateSuffixes = new Set([
  'example',
  'test',
  'invalid',
  'local',
  'localhost',
  'onion',
  'internal',
  'lan',
  'corp',
  'home',
]);

/** Defangs the URLs, e-mail addresses, addresses and host names inside free text (notes, tags, user agents); pure, linear. */
export function defangText(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s<>"'`]+)|([^\s<>"'`(){}|,;=]+)/gi, (token, url?: string) =>
    url === undefined ? defangToken(token) : defangUrl(url),
  );
}

function defangToken(token: string): string {
  const core = /^[.:!?]*(.*?)[.:!?]*$/s.exec(token)?.[1] ?? '';
  if (!core.includes('.') && !core.includes(':')) return token;
  const start = token.indexOf(core);
  return token.slice(0, start) + defangWord(core) + token.slice(start + core.length);
}

function defangWord(word: string): string {
  if (parseIpv6(word) !== undefined) return defangColons(word);
  const at = word.lastIndexOf('@');
  const [name = '', ...path] = word.slice(at + 1).split('/');
  const host = name.replace(/:\d{1,5}$/, '');
  if (!isFollowable(host)) return word;
  const rest = [defangDots(name), ...path].join('/');
  return at < 0 ? rest : `${word.slice(0, at)}[@]${rest}`;
}

function isFollowable(host: string): boolean {
  if (parseIpv4(host) !== undefined) return true;
  const labels = host.split('.');
  const suffix = labels.at(-1)?.toLowerCase() ?? '';
  if (labels.length < 2 || labels.includes('') || /^\d+$/.test(suffix)) return false;
  return privateSuffixes.has(suffix) || parse(host, { validateHostname: false }).isIcann === true;
}
