import type { Clock, Logger } from '#main/ports/ports.ts';
import type { Reply } from '#shared/contract/envelope.ts';
import { type MethodName, methods } from '#shared/contract/methods.ts';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';
import { createCallLimits } from './call-limits.ts';
import { createErrorReferences } from './error-references.ts';
import type { CallContext, Handler, HandlerTable } from './handler-table.ts';
import { createOpenCalls, type OpenCalls } from './open-calls.ts';
import { parseMessage } from './parse-message.ts';

/** Answers one message; never rejects, whatever the text is. */
export type Dispatch = (text: string) => Promise<string>;

export interface DispatcherParts {
  readonly handlers: HandlerTable;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly logger: Logger;
}

/** A call that takes longer is logged by name, never with values. */
const slowCallMs = 50;
/** Stands in a reply to a message whose id could not be read. */
const unknownId = -1;

/** The only door into the services: parse, call, time, wrap. */
export function createDispatcher(parts: DispatcherParts): Dispatch {
  const limits = createCallLimits(parts.clock);
  const calls = createOpenCalls();
  const refer = createErrorReferences(parts.logger, parts.clock);
  return async (text) => {
    let id = unknownId;
    /** The method, once its handler was asked: what the contract refuses leaves no entry, or a window could fill the log. */
    let asked: MethodName | undefined;
    try {
      const request = parseMessage(text);
      id = request.id;
      const method = findMethod(request.method);
      // Where the limits are reached is where something has to be cancelled.
      const leave = method === 'calls.cancel' ? nothingToLeave : limits.enter();
      const call = calls.begin(id);
      try {
        const handler = method === 'calls.cancel' ? cancelCall(calls) : parts.handlers[method];
        const input = readInput(methods[method].input, request.input);
        asked = method;
        return encode({ id, ok: true, value: await answer(parts, { method, handler, call }, input) });
      } finally {
        call.done();
        leave();
      }
    } catch (error) {
      const isOurs = asked !== undefined || !(error instanceof AppError);
      return encode({ id, ok: false, error: toWireError(error, isOurs ? refer(asked ?? 'unknown', error) : null) });
    }
  };
}

function findMethod(name: string): MethodName {
  if (!Object.hasOwn(methods, name)) throw new AppError('input.unknownMethod', 'There is no such method.');
  // Own key of the table, as just checked.
  return name as MethodName;
}

const nothingToLeave = (): void => undefined;

/** A call takes no other call's place: it is answered at once. */
function cancelCall(calls: OpenCalls): Handler<'calls.cancel'> {
  return async ({ id }) => {
    calls.cancel(id);
    return null;
  };
}

interface AcceptedCall {
  readonly method: MethodName;
  /** The one of this method. */
  readonly handler: unknown;
  readonly call: CallContext;
}

async function answer(
  parts: DispatcherParts,
  { method: name, handler, call: { signal } }: AcceptedCall,
  input: unknown,
): Promise<unknown> {
  // Name and input belong together, which the compiler cannot follow through the table.
  const run = handler as (input: unknown, context: CallContext) => Promise<unknown>;
  const startedMs = parts.clock.monotonicMs();
  const value = await run(input, { signal });
  const durationMs = parts.clock.monotonicMs() - startedMs;
  if (durationMs > slowCallMs) parts.logger.write('info', 'ipc.slow', { method: name, durationMs });
  // Answers go out field by field: what the contract does not name does not leave.
  const checked = methods[name].output.safeParse(value);
  if (!checked.success) throw new Error(`The answer of ${name} breaks the contract.`, { cause: checked.error });
  return checked.data;
}

function encode(reply: Reply): string {
  return JSON.stringify(reply);
}
