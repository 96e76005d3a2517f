import type { HttpReceiver } from '#main/ports/ports.ts';
import type { OpenSession } from '#main/services/ports/vendor-session.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { Network } from './app-ports.ts';

/** The network part, loaded with the first call. */
export interface LazyNetwork extends HttpReceiver {
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
    async receive(request, taking) {
      loading ??= load();
      return (await loading).receive(request, taking);
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
