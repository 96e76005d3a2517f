/** The shape of a named operation of the store. */
export interface Operation<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}
