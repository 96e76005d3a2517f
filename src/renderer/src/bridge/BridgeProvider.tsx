import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useState } from 'react';
import { type Client, createClient, type Transport } from '#shared/contract/client.ts';
import type { ConnectionBudget } from '#shared/model/rate-budget.ts';
import { createCallGate } from './call-gate.ts';
import { ClientContext } from './client-context.ts';
import { coalesce } from './coalesce.ts';
import { isOfArea, keys, staleAreas } from './keys.ts';
import { createQueryClient } from './query-client.ts';
import { createSyncStore, type SyncStore } from './sync-store.ts';

/** While a sync runs, what is shown is asked again at most this often. */
const refreshIntervalMs = 1_000;

const SyncStoreContext = createContext<SyncStore | null>(null);

/** The store of running syncs. @throws Error outside the provider, which is a mistake in our own tree. */
export function useSyncStore(): SyncStore {
  const store = useContext(SyncStoreContext);
  if (store === null) throw new Error('No sync store above this component.');
  return store;
}

interface Bridge {
  readonly client: Client;
  readonly store: SyncStore;
  readonly cache: QueryClient;
}

/** Replaces one line of what was asked for; before that there is nothing to keep current. */
function showBudget(cache: QueryClient, budget: ConnectionBudget): void {
  cache.setQueryData<ConnectionBudget[]>(keys.budgets, (all) =>
    all === undefined ? undefined : [...all.filter(({ connectionId }) => connectionId !== budget.connectionId), budget],
  );
}

/** Follows what main pushes: progress into the store, changes into the cache. @returns how to stop. */
function followEvents({ client, store, cache }: Bridge, markStale: (areas: ReadonlySet<string>) => void): () => void {
  const stale = coalesce<string>(refreshIntervalMs, markStale);
  const stops = [
    client.on('sync.progressed', (progress) => store.progressed(progress)),
    client.on('sync.finished', ({ connectionId, run }) => {
      store.finished(connectionId, run.stream);
      stale.add(['connections']);
    }),
    client.on('budgets.changed', (budget) => showBudget(cache, budget)),
    client.on('care.healthChanged', (health) => cache.setQueryData(keys.health, health)),
    client.on('data.changed', (change) => stale.add(staleAreas(change))),
  ];
  return () => {
    for (const stop of stops) stop();
    stale.stop();
  };
}

/** Gives everything below it the client, the cache of answers and the live syncs. */
export function BridgeProvider(props: { readonly transport: Transport; readonly children: ReactNode }): ReactElement {
  const [client] = useState(() => createClient(props.transport, createCallGate()));
  const [cache] = useState(createQueryClient);
  const [store] = useState(createSyncStore);
  useEffect(() => {
    const stop = followEvents({ client, store, cache }, (areas) => {
      void cache.invalidateQueries({ predicate: isOfArea([...areas]) });
    });
    // A sync may have been running before this window was opened; without an answer there is nothing to show yet.
    client.call('sync.status', null).then(store.replace, () => undefined);
    return stop;
  }, [client, cache, store]);
  return (
    <ClientContext value={client}>
      <SyncStoreContext value={store}>
        <QueryClientProvider client={cache}>{props.children}</QueryClientProvider>
      </SyncStoreContext>
    </ClientContext>
  );
}
