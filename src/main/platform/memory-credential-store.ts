import type { CredentialStore } from '#main/ports/ports.ts';
import { parseSecret, serialiseSecret } from './stored-secret.ts';

/** Keeps secrets until the program ends. Accepts and refuses exactly what the keychain does. */
export function createMemoryCredentialStore(): CredentialStore {
  const entries = new Map<string, string>();
  return {
    kind: 'memory',
    get: async (connectionId) => {
      const text = entries.get(connectionId);
      return text === undefined ? null : parseSecret(text);
    },
    set: async (connectionId, fields) => {
      entries.set(connectionId, serialiseSecret(fields));
    },
    delete: async (connectionId) => {
      entries.delete(connectionId);
    },
    probe: async () => ({
      usable: true,
      explanation: 'Secrets are kept in memory only: they are gone when Sightline ends.',
    }),
  };
}
