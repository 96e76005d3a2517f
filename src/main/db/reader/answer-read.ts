import type { StoreReads } from '#main/services/ports/store.ts';
import type { OpenReply, ReadCall, ReadReply } from '../gateway/ports.ts';
import type { ReaderCore } from './reader-core.ts';

/** Opens it. @throws StoreFault as `ReaderCore.open`. */
export function openCore(core: ReaderCore): OpenReply {
  return { state: core.open(), spoiltLog: core.spoiltLog };
}

/** Answers one call, timed; or puts it off when roll-ups are out of date and the caller wants them brought up to date. */
export function answerRead<Name extends keyof StoreReads>(
  core: ReaderCore,
  call: ReadCall<Name>,
): ReadReply<StoreReads[Name]['output']> {
  if (call.unlessDue && core.hasDue(call.nowMs)) return { kind: 'due' };
  const startedMs = performance.now();
  const output = core.read(call);
  return { kind: 'answer', output, durationMs: Math.round(performance.now() - startedMs) };
}
