/** What only the command line can do about an error, by code. What services advise names no flags: the window shows the same words. */
export const furtherAdvice: ReadonlyMap<string, string> = new Map([
  ['credential.missing', 'For one run, pass it with --secrets-stdin.'],
]);
