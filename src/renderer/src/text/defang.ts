import type { IndicatorType } from '#shared/model/vocabulary.ts';

const schemes: Readonly<Record<string, string>> = { http: 'hxxp', https: 'hxxps', ftp: 'fxp' };

const breakDots = (text: string): string => text.replaceAll('.', '[.]');
const breakColons = (text: string): string => text.replaceAll(':', '[:]');

function defangAddress(text: string): string {
  return text.includes(':') ? breakColons(text) : breakDots(text);
}

function defangEmail(text: string): string {
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `${text.slice(0, at)}[@]${breakDots(text.slice(at + 1))}`;
}

/** Host with optional port: `[2001:db8::1]:8080`, `evil.example:8080`. */
function defangAuthority(authority: string): string {
  const bracket = /^\[([^\]]*)\](.*)$/s.exec(authority);
  return bracket ? `[${breakColons(bracket[1] ?? '')}]${bracket[2] ?? ''}` : breakDots(authority);
}

function defangUrl(text: string): string {
  const parts = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)(.*)$/s.exec(text);
  if (parts === null) return text;
  const [, scheme = '', authority = '', rest = ''] = parts;
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : `${authority.slice(0, at)}[@]`;
  return `${schemes[scheme.toLowerCase()] ?? scheme}[://]${user}${defangAuthority(authority.slice(at + 1))}${rest}`;
}

/**
 * URLs, addresses and anything like a host name inside running text (user agents, what fits no type). A file name may be
 * broken too: for a copy that is the safe side; reports look closer.
 */
function defangText(text: string): string {
  return text
    .replaceAll(/\b(?:https?|ftp):\/\/[^\s"'<>)]+/gi, defangUrl)
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}\b/gu, breakDots);
}

/**
 * Makes a canonical value unfollowable for people who paste it into mail or chat: only what could be clicked changes,
 * and it can be read back. Hashes, paths and registry keys stay as they are. Rules: the export formats' section 1.
 */
export function defang(type: IndicatorType, value: string): string {
  switch (type) {
    case 'ipv4':
    case 'ipv6':
    case 'cidr':
      return defangAddress(value);
    case 'domain':
      return breakDots(value);
    case 'email':
      return defangEmail(value);
    case 'url':
      return defangUrl(value);
    case 'network_stream':
      return value
        .replaceAll(/\[([0-9a-f:.]+)\]/gi, (_all, address: string) => `[${breakColons(address)}]`)
        .replaceAll(/\d{1,3}(?:\.\d{1,3}){3}/g, breakDots);
    case 'user_agent':
    case 'other':
      return defangText(value);
    default:
      return value;
  }
}
