import type { MethodName, MethodOutput, MethodParsedInput } from '#shared/contract/methods.ts';

/** Answers one method; the input has passed the method's schema. */
export type Handler<Name extends MethodName> = (input: MethodParsedInput<Name>) => Promise<MethodOutput<Name>>;

/** One handler for each method of the contract; a missing one is a compile error. */
export type HandlerTable = { readonly [Name in MethodName]: Handler<Name> };

/** The part of the table that one domain (`cases`, `sync`, ...) supplies. */
export type DomainHandlers<Domain extends string> = Pick<HandlerTable, Extract<MethodName, `${Domain}.${string}`>>;
