import type { OpenSession } from '#main/services/ports/vendor-session.ts';
import type { Network } from './app-ports.ts';

/** The network part, loaded with the first session. */
export interface LazyNetwork {
  readonly openSession: OpenSession;
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
    async close() {
      const network = await loading?.catch(() => undefined);
      await network?.close();
    },
  };
}
