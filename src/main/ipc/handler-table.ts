import type { MethodName, MethodOutput, MethodParsedInput } from '#shared/contract/methods.ts';

/** What a handler knows of its call. */
export interface CallContext {
  /** Aborted when the caller no longer waits for the answer. */
  readonly signal: AbortSignal;
}

/** Answers one method; the input has passed the method's schema. */
export type Handler<Name extends MethodName> = (
  input: MethodParsedInput<Name>,
  context: CallContext,
) => Promise<MethodOutput<Name>>;

/** Methods about calls, which the dispatcher answers itself. */
type DispatcherMethod = Extract<MethodName, `calls.${string}`>;

/** One handler for each method of the contract; a missing one is a compile error. */
export type HandlerTable = { readonly [Name in Exclude<MethodName, DispatcherMethod>]: Handler<Name> };

/** The part of the table that one domain (`cases`, `sync`, ...) supplies. */
export type DomainHandlers<Domain extends string> = Pick<
  HandlerTable,
  Extract<keyof HandlerTable, `${Domain}.${string}`>
>;
