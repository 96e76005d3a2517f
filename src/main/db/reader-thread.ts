/**
 * Body of a reader thread. A small command starts one for a single question, so little may be imported from here: no schema
 * library, no vendor, nothing that writes.
 */

import type { ReadCall } from './gateway/ports.ts';
import type { RpcPort } from './gateway/rpc.ts';
import { serve } from './gateway/rpc.ts';
import { answerRead, openCore } from './reader/answer-read.ts';
import { ReaderCore, type ReaderPlace } from './reader/reader-core.ts';

/** Answers reads until the thread is stopped. @param data what `ReaderPool` passes. */
export function runReader(port: RpcPort, data: unknown): void {
  // Passed by ReaderPool of the same build.
  const core = new ReaderCore(data as ReaderPlace);
  serve(port, {
    open: () => openCore(core),
    read: (call: ReadCall) => answerRead(core, call),
    hold: (nowMs: number) => core.hold(nowMs),
    revisions: () => core.revisions(),
    size: () => core.size(),
    close: () => core.close(),
  });
}
