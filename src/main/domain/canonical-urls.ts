import { refangUrl } from '#shared/text/urls.ts';

/** Schemes whose host WHATWG reads as a domain or address; in others it is opaque text. */
const special = /^(?:https?|wss?|ftp|file):/;
/** WHATWG forgives a wrong number or kind of slashes after these. */
const forgiven = /^(?:https?|wss?|ftp):/i;

/**
 * Canonical URL: WHATWG rules, default port and fragment removed, host lower case without trailing dot. Reads defanged
 * spellings too. Undefined without a scheme and its `//`, or when the rules refuse it;
 * brackets in a host, which the rules let through, are refused too.
 */
export function canonicalUrl(text: string): string | undefined {
  const exact = refangUrl(text) ?? (forgiven.test(text) ? text : undefined);
  const url = exact === undefined ? null : URL.parse(exact);
  if (url === null) return undefined;
  const host = url.hostname;
  if (/[(){}]/.test(host)) return undefined;
  if (host.length > 1 && host.endsWith('.')) url.hostname = host.slice(0, -1);
  if (!special.test(url.protocol) && /[A-Z]/.test(host)) url.hostname = host.toLowerCase();
  const { href } = url;
  const fragment = href.indexOf('#');
  return fragment < 0 ? href : href.slice(0, fragment);
}
