/** Spellings of the registry's roots, lower case, and the full name that identifies each. */
const roots: ReadonlyMap<string, string> = new Map([
  ['hklm', 'hkey_local_machine'],
  ['hkcu', 'hkey_current_user'],
  ['hkcr', 'hkey_classes_root'],
  ['hku', 'hkey_users'],
  ['hkcc', 'hkey_current_config'],
  ['hkpd', 'hkey_performance_data'],
  ['hkey_local_machine', 'hkey_local_machine'],
  ['hkey_current_user', 'hkey_current_user'],
  ['hkey_classes_root', 'hkey_classes_root'],
  ['hkey_users', 'hkey_users'],
  ['hkey_current_config', 'hkey_current_config'],
  ['hkey_performance_data', 'hkey_performance_data'],
  ['\\registry\\machine', 'hkey_local_machine'],
  ['\\registry\\user', 'hkey_users'],
]);

/** `HKLM\…`, `HKLM:\…` (PowerShell), `Computer\HKEY_LOCAL_MACHINE\…` (Registry Editor), `\REGISTRY\MACHINE\…` (kernel). */
const rooted = /^(?:(?:my )?computer\\)?(\\registry\\(?:machine|user)|hk[a-z_]{1,22}):?(?=\\|$)/;

/**
 * Registry key for comparing: lower case, root in full, no closing backslash or blank. A key without a root that we know is
 * compared as it stands.
 */
export function canonicalRegistryKey(text: string): string {
  const lower = text.toLowerCase();
  const match = rooted.exec(lower);
  const root = roots.get(match?.[1] ?? '');
  const key = match === null || root === undefined ? lower : root + lower.slice(match[0].length);
  let end = key.length;
  while (end > 1 && isPadding(key.charAt(end - 1))) end -= 1;
  return key.slice(0, end);
}

const isPadding = (character: string): boolean => character === '\\' || character.trim() === '';

/** Whether a text is a registry key by its look: a known root and a path below it. */
export function isRegistryKey(text: string): boolean {
  const start = text.slice(0, 64).toLowerCase();
  const match = rooted.exec(start);
  return match !== null && roots.has(match[1] ?? '') && start[match[0].length] === '\\';
}
