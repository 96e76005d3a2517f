/** Calls between threads: a number, a method, arguments; a value or a fault comes back under the same number. */
import type { TransferListItem } from 'node:worker_threads';
import { type FaultWire, toFaultWire } from '../fault.ts';

/** One call. */
interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** One answer, or something told without being asked (`id` 0). */
export type RpcReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly fault: FaultWire }
  | { readonly id: 0; readonly event: string; readonly args: readonly unknown[] };

/** The end of a channel, in either thread. */
export interface RpcPort {
  postMessage(message: unknown, transfer?: readonly TransferListItem[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  close(): void;
}

/** Asks a thread to end; there is no answer but its end. */
export const endMessage = 'end';

/** What a thread can be asked. */
export type RpcMethods = Readonly<Record<string, (...args: readonly never[]) => unknown>>;

/** Answers calls in the thread that was started for them, until it is asked to end. */
export function serve(port: RpcPort, methods: RpcMethods): void {
  port.on('message', (message) => {
    if (message === endMessage) {
      port.close();
      return;
    }
    // Both ends are ours and of the same build.
    const call = message as RpcCall;
    void answer(methods, call).then((reply) => port.postMessage(reply));
  });
}

async function answer(methods: RpcMethods, { id, method, args }: RpcCall): Promise<RpcReply> {
  try {
    const run = methods[method];
    if (run === undefined) throw new Error('Unknown method.');
    return { id, ok: true, value: await run(...(args as readonly never[])) };
  } catch (error) {
    return { id, ok: false, fault: toFaultWire(error) };
  }
}
