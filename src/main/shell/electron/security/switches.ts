/** Switches that open the program to others or take its guards away; each is refused by name in a packaged program. */
const refusedSwitches = [
  'inspect',
  'inspect-brk',
  'inspect-port',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'no-sandbox',
  'disable-web-security',
  'load-extension',
  'proxy-server',
  'js-flags',
] as const;

/** @returns the first refused switch among the arguments, or undefined. Prefix forms (`--inspect=…`, `--inspect-…`) count. */
export function findRefusedSwitch(argv: readonly string[]): string | undefined {
  for (const argument of argv) {
    const name = /^--?([a-z-]+)/.exec(argument.toLowerCase())?.[1];
    if (name === undefined) continue;
    const refused = refusedSwitches.find((known) => name === known) ?? (name.startsWith('inspect') ? name : undefined);
    if (refused !== undefined) return refused;
  }
  return undefined;
}
