/** Body of the thread that searches in memory. Like a reader's it imports little. */
import { SearchCore } from './engine/search-core.ts';
import type { ReadCall } from './gateway/ports.ts';
import { type RpcPort, type RpcReply, serve } from './gateway/rpc.ts';
import type { ReaderPlace } from './reader/reader-core.ts';

/** Answers searches until the thread is stopped. @param data what `SearchClient` passes. */
export function runSearch(port: RpcPort, data: unknown): void {
  const tell = (event: string, ...args: readonly unknown[]): void => {
    const message: RpcReply = { id: 0, event, args };
    port.postMessage(message);
  };
  // Passed by SearchClient of the same build.
  const core = new SearchCore(data as ReaderPlace, {
    onLost: () => tell('lost'),
    note: (event, fields) => tell('note', event, fields),
  });
  serve(port, {
    fill: () => core.fill(),
    read: (call: ReadCall) => core.read(call),
  });
}
