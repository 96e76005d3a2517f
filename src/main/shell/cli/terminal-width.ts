/**
 * Makes a terminal as wide as `COLUMNS` says, as other programs do; a pipe, which gets everything, stays one.
 *
 * @param told the variable as it stands in the environment.
 */
export function applyTerminalWidth(
  stream: { readonly isTTY?: boolean; columns?: number },
  told: string | undefined,
): void {
  const columns = /^\d{1,5}$/.test(told ?? '') ? Number(told) : 0;
  if (stream.isTTY !== true || columns === 0) return;
  // A change of the window's size writes the property; what was told stays.
  Object.defineProperty(stream, 'columns', { get: () => columns, set: () => undefined });
}
