import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { AppError } from '#shared/errors/app-error.ts';
import type { HttpLimits } from './limits.ts';
import type { HttpTarget } from './target.ts';
import { createTlsRules } from './trust.ts';

/** The connections of one client. */
export interface Dispatchers {
  /** @throws AppError `network.offline` when a proxy variable holds no URL. */
  choose(target: HttpTarget): Dispatcher;
  /** Ends all connections, those in use included. */
  destroy(): Promise<void>;
}

/**
 * Two pools, made when first needed: a direct one for this machine, and one that goes through the proxy which the
 * environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY; lower case first). A proxy's password goes to the proxy only.
 */
export function createDispatchers(limits: HttpLimits, environment: NodeJS.ProcessEnv): Dispatchers {
  let local: Dispatcher | undefined;
  let remote: Dispatcher | undefined;
  return {
    choose(target) {
      if (target.isLoopback) {
        local ??= new Agent(agentOptions(limits, environment, target));
        return local;
      }
      remote ??= createRemote(limits, environment, target);
      return remote;
    },
    async destroy() {
      await Promise.all([local?.destroy(), remote?.destroy()]);
    },
  };
}

function createRemote(limits: HttpLimits, environment: NodeJS.ProcessEnv, target: HttpTarget): Dispatcher {
  const options = agentOptions(limits, environment, target);
  try {
    return new EnvHttpProxyAgent({
      ...options,
      requestTls: options.connect,
      proxyTls: options.connect,
      // Stated, also when empty: the agent would read the process's own environment otherwise.
      httpProxy: readVariable(environment, 'http_proxy'),
      httpsProxy: readVariable(environment, 'https_proxy'),
      noProxy: readVariable(environment, 'no_proxy'),
    });
  } catch {
    // The error holds the URL with its password.
    throw new AppError('network.offline', 'The proxy that HTTPS_PROXY or HTTP_PROXY names is not a valid URL.');
  }
}

function agentOptions(limits: HttpLimits, environment: NodeJS.ProcessEnv, target: HttpTarget) {
  // Unencrypted emulators do not pay for reading the certificates.
  const tls = target.origin.startsWith('https:') ? createTlsRules(environment) : {};
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

function readVariable(environment: NodeJS.ProcessEnv, name: string): string {
  return environment[name] ?? environment[name.toUpperCase()] ?? '';
}
