import { BlockList, isIP } from 'node:net';
import type { NetworkRules } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { splitBypassText } from '#shared/model/network.ts';
import type { HttpTarget } from './target.ts';

/** The proxy that a call goes through. */
export interface ProxyAddress {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Host and port, for messages. */
  readonly host: string;
  /** Value of `Proxy-Authorization`; null where none is known. */
  readonly token: Secret | null;
}

/**
 * Through which proxy a target is asked; null: directly. The system's word is HTTPS_PROXY, HTTP_PROXY (lower case first) and
 * NO_PROXY. This machine is asked directly unless the user wants it otherwise.
 *
 * @throws AppError `network.offline` for a variable that holds no proxy's address; the text is not repeated, since it may hold
 * a password.
 */
export function chooseProxy(
  { proxy }: NetworkRules,
  environment: NodeJS.ProcessEnv,
  target: Pick<HttpTarget, 'origin' | 'isLoopback'>,
): ProxyAddress | null {
  if (proxy.mode === 'none') return null;
  if (target.isLoopback && !(proxy.mode === 'manual' && proxy.includesLoopback)) return null;
  const url = new URL(target.origin);
  if (proxy.mode === 'manual') {
    if (proxy.origin === null || isBypassed(url, proxy.bypass)) return null;
    return { origin: proxy.origin, host: new URL(proxy.origin).host, token: basicToken(proxy.login?.reveal() ?? null) };
  }
  const text = readVariable(environment, 'https_proxy') || readVariable(environment, 'http_proxy');
  if (text === '' || isBypassed(url, splitBypassText(readVariable(environment, 'no_proxy')))) return null;
  return parseProxy(text);
}

/** A proxy's address with a login in it, as variables hold it; `host:port` alone means http, as everywhere. */
function parseProxy(text: string): ProxyAddress {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new AppError('network.offline', 'The proxy that HTTPS_PROXY or HTTP_PROXY names is not a valid URL.', {
      finding: 'proxyInvalid',
    });
  }
  const login = url.username === '' ? null : `${decode(url.username)}:${decode(url.password)}`;
  return { origin: url.origin, host: url.host, token: basicToken(login) };
}

function basicToken(login: string | null): Secret | null {
  return login === null ? null : new Secret(`Basic ${Buffer.from(login).toString('base64')}`);
}

/** A bare percent sign in a password is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `*`, a host with all below it (`example.com`, `.example.com`, `*.example.com`), an address or a network, each with a port or without. */
function isBypassed(url: URL, entries: readonly string[]): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return entries.some((entry) => {
    if (isIP(entry.replace(/\/\d+$/, '')) !== 0) return isWithin(host, entry);
    const parts = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry.toLowerCase());
    if (parts === null) return false;
    const [, name = '', onlyPort] = parts;
    if (onlyPort !== undefined && onlyPort !== port) return false;
    return matchesName(host, name.replace(/^\[|\]$/g, ''));
  });
}

function matchesName(host: string, name: string): boolean {
  if (name === '*') return true;
  const plain = name.replace(/^\*?\./, '');
  return (host === plain && !name.startsWith('*')) || host.endsWith(`.${plain}`);
}

function isWithin(host: string, network: string): boolean {
  const family = isIP(host);
  const [address = '', length] = network.split('/');
  if (family === 0 || isIP(address) !== family) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const bits = length === undefined ? (family === 4 ? 32 : 128) : Number(length);
  if (bits > (family === 4 ? 32 : 128)) return false;
  list.addSubnet(address, bits, kind);
  return list.check(host, kind);
}

/** A variable as it is mostly written, lower case first; '' where it is not set. */
function readVariable(environment: NodeJS.ProcessEnv, name: string): string {
  return environment[name] ?? environment[name.toUpperCase()] ?? '';
}

/** The proxy of the system's variables as it can be shown: without a login; null: none. */
export function describeSystemProxy(environment: NodeJS.ProcessEnv): string | null {
  const text = readVariable(environment, 'https_proxy') || readVariable(environment, 'http_proxy');
  if (text === '') return null;
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  return url === null || url.hostname === '' ? 'not a valid address' : url.origin;
}
