import type * as z from 'zod';

/** A method of the application: what goes in, what comes out. */
export interface Method<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
}

/** Declares one method; keeps the schemas' types. */
export function method<Input extends z.ZodType, Output extends z.ZodType>(
  declared: Method<Input, Output>,
): Method<Input, Output> {
  return declared;
}
