import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { NetworkRules } from '#main/ports/ports.ts';
import type { HttpLimits } from './limits.ts';
import { chooseProxy, type ProxyAddress } from './proxy-choice.ts';
import type { HttpTarget } from './target.ts';
import { createTlsRules } from './trust.ts';

/** The way of one call. */
export interface Route {
  readonly dispatcher: Dispatcher;
  /** Host and port of the proxy on the way; null: none. */
  readonly proxy: string | null;
}

/** The connections of one client. */
export interface Dispatchers {
  /** @throws AppError `network.offline` when a proxy variable holds no URL. */
  choose(target: HttpTarget): Route;
  /** Ends all connections, those in use included. */
  destroy(): Promise<void>;
}

export interface DispatcherParts {
  readonly limits: HttpLimits;
  readonly rules: NetworkRules;
  readonly environment: NodeJS.ProcessEnv;
}

/** Pools, made when first needed: direct ones with and without TLS, and one per proxy. A proxy's password goes to the proxy only. */
export function createDispatchers(parts: DispatcherParts): Dispatchers {
  const pools = new Map<string, Dispatcher>();

  function pool(key: string, make: () => Dispatcher): Dispatcher {
    const known = pools.get(key) ?? make();
    pools.set(key, known);
    return known;
  }

  return {
    choose(target) {
      const proxy = chooseProxy(parts.rules, parts.environment, target);
      // Unencrypted emulators do not pay for reading the certificates.
      const isSecure = target.origin.startsWith('https:');
      if (proxy === null) {
        const dispatcher = pool(`direct ${isSecure}`, () => new Agent(agentOptions(parts, isSecure)));
        return { dispatcher, proxy: null };
      }
      const needsTls = isSecure || proxy.origin.startsWith('https:');
      const key = `${proxy.origin} ${needsTls}`;
      return { dispatcher: pool(key, () => createProxyPool(parts, proxy, needsTls)), proxy: proxy.host };
    },
    async destroy() {
      await Promise.all([...pools.values()].map((made) => made.destroy()));
    },
  };
}

function createProxyPool(parts: DispatcherParts, proxy: ProxyAddress, needsTls: boolean): Dispatcher {
  const options = agentOptions(parts, needsTls);
  return new ProxyAgent({
    ...options,
    uri: proxy.origin,
    requestTls: options.connect,
    proxyTls: options.connect,
    ...(proxy.token === null ? {} : { token: proxy.token.reveal() }),
  });
}

function agentOptions({ limits, rules, environment }: DispatcherParts, needsTls: boolean) {
  const tls = needsTls ? createTlsRules(environment, rules.authorities) : {};
  return {
    connect: { ...tls, timeout: limits.connectMs, allowH2: false },
    // HTTP/2 would bring other limits for headers and silence.
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.silenceMs,
    maxHeaderSize: limits.headerBytes,
    pipelining: 1,
  };
}
