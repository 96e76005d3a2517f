import { createContext, useContext } from 'react';
import type { Client } from '#shared/contract/client.ts';

/** Carries the one client of the window; see {@link useClient}. */
export const ClientContext = createContext<Client | null>(null);

/** The typed client over the bridge. @throws Error outside the provider, which is a mistake in our own tree. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('No client above this component.');
  return client;
}
