/** Switches that open the program to others or take its guards away; each is refused by name in a packaged program. */
const refusedSwitches: ReadonlySet<string> = new Set([
  'allow-file-access-from-files',
  'allow-insecure-localhost',
  'allow-running-insecure-content',
  'auth-negotiate-delegate-whitelist',
  'auth-server-whitelist',
  'debug-port',
  'disable-features',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
  'enable-logging',
  'experimental-network-inspection',
  'explicitly-allowed-ports',
  'gpu-launcher',
  'host-resolver-rules',
  'host-rules',
  'js-flags',
  'load-extension',
  'log-net-log',
  'no-sandbox',
  'no-zygote',
  'no-zygote-sandbox',
  'ppapi-plugin-launcher',
  'renderer-cmd-prefix',
  'renderer-startup-dialog',
  'single-process',
  'ssl-key-log-file',
  'unsafely-treat-insecure-origin-as-secure',
  'user-data-dir',
  'utility-cmd-prefix',
]);

/** Families that browsers keep adding members to. */
const refusedFamilies = [
  'inspect',
  'remote-debugging-',
  'remote-allow-',
  'proxy-',
  'ignore-certificate-errors',
] as const;

/**
 * Finds what would take the guards away. Chromium reads `--name`, `-name` and on Windows `/name`, and ends at a bare `--`.
 *
 * @returns the name of the first refused switch, or undefined.
 */
export function findRefusedSwitch(argv: readonly string[], platform: NodeJS.Platform): string | undefined {
  const form = platform === 'win32' ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/;
  for (const argument of argv) {
    if (argument === '--') return undefined;
    const name = form.exec(argument.trim().toLowerCase())?.[1];
    if (name !== undefined && isRefused(name)) return name;
  }
  return undefined;
}

function isRefused(name: string): boolean {
  return refusedSwitches.has(name) || refusedFamilies.some((family) => name.startsWith(family));
}
