import { createHash } from 'node:crypto';
import type { HttpClient, HttpReceiver, NetworkRules } from '#main/ports/ports.ts';
import { createUndiciHttpClient } from './undici-http-client.ts';

/** One HTTP client per way to leave this machine: few, and idle connections of an abandoned way close by themselves. */
export interface HttpPools {
  of(rules: NetworkRules): HttpClient & HttpReceiver;
  close(): Promise<void>;
}

/** Clients, made when first needed. */
export function createHttpPools(): HttpPools {
  const clients = new Map<string, HttpClient & HttpReceiver>();
  return {
    of(rules) {
      const key = keyOf(rules);
      const known = clients.get(key) ?? createUndiciHttpClient({ rules });
      clients.set(key, known);
      return known;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

/** A digest, since the login of the proxy is part of it. */
function keyOf({ proxy, authorities }: NetworkRules): string {
  const text = JSON.stringify([{ ...proxy, login: proxy.login?.reveal() ?? null }, authorities]);
  return createHash('sha256').update(text).digest('hex');
}
