/** Body of the thread that searches in memory. Like a reader's it imports little. */
import { SearchCore } from './engine/search-core.ts';
import type { ReadCall } from './gateway/ports.ts';
import { type RpcPort, type RpcReply, serve } from './gateway/rpc.ts';
import type { ReaderPlace } from './reader/reader-core.ts';

/** Answers searches until the thread is stopped. @param data what `SearchClient` passes. */
export function runSearch(port: RpcPort, data: unknown): void {
  const lost: RpcReply = { id: 0, event: 'lost', args: [] };
  // Passed by SearchClient of the same build.
  const core = new SearchCore(data as ReaderPlace, () => port.postMessage(lost));
  serve(port, {
    fill: () => core.fill(),
    read: (call: ReadCall) => core.read(call),
  });
}
