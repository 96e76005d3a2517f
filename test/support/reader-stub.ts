/** Entry of a reader's thread without a database: what counts over the whole cache goes on until it is taken back. */
import { parentPort } from 'node:worker_threads';
import type { ReadCall } from '#main/db/gateway/ports.ts';
import { serve } from '#main/db/gateway/rpc.ts';

if (parentPort !== null) {
  serve(parentPort, {
    read: ({ name, stop }: ReadCall) => {
      while (name === 'indicators.facets' && stop !== undefined && Atomics.load(stop, 0) === 0) {
        Atomics.wait(stop, 0, 0, 5);
      }
      return { kind: 'answer', output: null, durationMs: 0 };
    },
    close: () => undefined,
  });
}
