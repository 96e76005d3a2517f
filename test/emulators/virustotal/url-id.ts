import { createHash } from 'node:crypto';

/** The service's own id of a URL: SHA-256 of its canonical text, 64 hexadecimal digits. */
export function urlToId(url: string): string {
  return createHash('sha256').update(url).digest('hex');
}

/**
 * Brings either spelling of a URL id to the digest: the digest itself, or base64url of the URL's text without padding.
 * @returns undefined when it is neither.
 */
export function readUrlId(id: string): string | undefined {
  if (/^[0-9a-f]{64}$/.test(id)) return id;
  if (!/^[A-Za-z0-9_-]+$/.test(id)) return undefined;
  const text = Buffer.from(id, 'base64url').toString('utf8');
  if (text === '' || text.includes('\uFFFD')) return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  return URL.canParse(withScheme) ? urlToId(new URL(withScheme).href) : undefined;
}
