/** Ends a `switch` over a union: a new member that is not handled becomes a compile error. */
export function assertNever(value: never): never {
  throw new TypeError(`Unhandled case: ${JSON.stringify(value)}`);
}
