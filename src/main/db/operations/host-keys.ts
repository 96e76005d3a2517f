import type { IndicatorType } from '#shared/model/vocabulary.ts';

/**
 * Host of a canonical domain, URL or e-mail address as the index holds it: labels reversed, a dot behind each
 * (`com.evil.www.`), so that everything below a host is one range. Null where there is no host name (addresses in URLs).
 */
export function hostKeyOf(type: IndicatorType, value: string): string | null {
  const host = hostOf(type, value);
  return host === null ? null : reverseHost(host);
}

/** Host name inside a canonical value; null where there is none. */
export function hostOf(type: IndicatorType, value: string): string | null {
  switch (type) {
    case 'domain':
      return value;
    case 'email':
      return nameOnly(value.slice(value.lastIndexOf('@') + 1));
    case 'url':
      return nameOnly(urlHost(value));
    default:
      return null;
  }
}

/** `www.evil.com` -> `com.evil.www.` */
export function reverseHost(host: string): string {
  return `${host.split('.').reverse().join('.')}.`;
}

/** The domains above a host, nearest first, the top level left out: `a.b.evil.com` -> `b.evil.com`, `evil.com`. */
export function parentsOf(host: string): readonly string[] {
  const labels = host.split('.');
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'));
}

/** Cut out by hand: values are canonical already, and parsing each anew costs 2 microseconds in the middle of a sync. */
function urlHost(value: string): string {
  const start = value.indexOf('://');
  if (start < 0) return '';
  const rest = value.slice(start + 3);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host.startsWith('[')) return '';
  return host.replace(/:\d*$/, '').toLowerCase();
}

function nameOnly(host: string): string | null {
  // The last label of an address is all digits; that of a name never is.
  return host === '' || /(^|\.)\d+$/.test(host) || /[:[\]]/.test(host) ? null : host;
}
