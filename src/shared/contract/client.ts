import { AppError, fromWireError } from '../errors/app-error.ts';
import { pushSchema, replySchema } from './envelope.ts';
import { type EventName, type EventPayload, events } from './events.ts';
import { type MethodInput, type MethodName, type MethodOutput, methods } from './methods.ts';

/** A bridge: text in, text out, and text that comes unasked. */
export interface Transport {
  call(text: string): Promise<string>;
  /** @returns a function that ends the subscription. */
  onEvent(listener: (text: string) => void): () => void;
}

/** As much of an `AbortSignal` as is used: this folder runs anywhere and knows the types of neither Node nor DOM. */
interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** How a call is made. */
export interface CallOptions {
  /** Aborted, the application is told that nobody waits for the answer; the call then rejects with `internal.cancelled`. */
  readonly signal?: CancelSignal | undefined;
  /** Something the analyst did: it does not wait behind what is only asked. */
  readonly isCommand?: boolean;
}

/** A call that is to be made. */
export interface PendingCall<Answer> {
  begin(): Promise<Answer>;
  /** False when it needs not begin any more. */
  isWanted(): boolean;
  readonly isCommand: boolean;
}

/** Decides when a call may begin. */
export interface CallGate {
  /**
   * Begins a call at once or later: commands before questions, both in the order in which they were asked for.
   * @throws what the call throws; AppError `internal.cancelled` for one that was not begun.
   */
  run<Answer>(call: PendingCall<Answer>): Promise<Answer>;
}

const openGate: CallGate = { run: (call) => call.begin() };

/** The application as the window sees it. */
export interface Client {
  /** @throws AppError as the application reported it, or `internal.bug` when an answer does not fit the contract. */
  call<Name extends MethodName>(
    name: Name,
    input: MethodInput<Name>,
    options?: CallOptions,
  ): Promise<MethodOutput<Name>>;
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
}

/** Makes the typed client over a two-function transport; answers are parsed, since a bridge is a boundary. */
export function createClient(transport: Transport, gate: CallGate = openGate): Client {
  let lastId = 0;
  const send = async (method: MethodName, input: unknown, id: number): Promise<unknown> =>
    JSON.parse(await transport.call(JSON.stringify({ id, method, input })));
  const cancel = (id: number): void => {
    lastId += 1;
    // Whatever comes of it, the call itself is answered.
    send('calls.cancel', { id }, lastId).catch(() => undefined);
  };
  return {
    async call(name, input, { signal, isCommand = false } = {}) {
      lastId += 1;
      const id = lastId;
      const onAbort = (): void => cancel(id);
      const begin = (): Promise<unknown> => {
        signal?.addEventListener('abort', onAbort, { once: true });
        return send(name, input, id).finally(() => signal?.removeEventListener('abort', onAbort));
      };
      const answer = await gate.run({ begin, isWanted: () => signal?.aborted !== true, isCommand });
      const reply = replySchema.safeParse(answer);
      if (!reply.success || reply.data.id !== id) throw new AppError('internal.bug', 'The answer was not understood.');
      if (!reply.data.ok) throw fromWireError(reply.data.error);
      const value = methods[name].output.safeParse(reply.data.value);
      if (!value.success) throw new AppError('internal.bug', 'The answer was not understood.', { cause: value.error });
      // The schema that was just applied is the one the output type is inferred from.
      return value.data as MethodOutput<typeof name>;
    },
    on(name, listener) {
      return transport.onEvent((text) => {
        const push = pushSchema.safeParse(JSON.parse(text));
        if (!push.success || push.data.event !== name) return;
        const payload = events[name].safeParse(push.data.payload);
        if (payload.success) listener(payload.data as EventPayload<typeof name>);
      });
    },
  };
}
