import type { OpenSession } from '#main/services/ports/vendor-session.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { Network } from './app-ports.ts';

/** The network part, loaded with the first session. */
export interface LazyNetwork {
  readonly openSession: OpenSession;
  /** Ends what waits for the vendor of a connection; nothing does before the first session. */
  cancelWaits(connectionId: ConnectionId): void;
  close(): Promise<void>;
}

/** Wraps the loading of the real network part. */
export function createLazyNetwork(load: () => Promise<Network>): LazyNetwork {
  let loading: Promise<Network> | undefined;
  return {
    async openSession(input) {
      loading ??= load();
      return (await loading).openSession(input);
    },
    cancelWaits(connectionId) {
      void loading?.then(
        (network) => network.cancelWaits(connectionId),
        () => undefined,
      );
    },
    async close() {
      const network = await loading?.catch(() => undefined);
      await network?.close();
    },
  };
}
