import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';

/** A path taken apart at its last separator; the folder is null where there is none. */
export interface SplitPath {
  readonly folder: string | null;
  readonly name: string;
}

/** `\` separates where the text has one, else `/`; the root of a drive or tree keeps its separator. */
export function splitPath(path: string): SplitPath {
  const separator = path.includes('\\') ? '\\' : '/';
  const at = path.lastIndexOf(separator);
  if (at < 0) return { folder: null, name: path };
  const folder = path.slice(0, at);
  const isRoot = folder === '' || /^[a-z]:$/i.test(folder);
  return { folder: isRoot ? folder + separator : folder, name: path.slice(at + 1) };
}

/**
 * A registry key as STIX wants it: root in full and in capitals, the rest in the case in which it was received.
 * @returns undefined for a key without one of the registry's roots.
 */
export function spellRegistryKey(indicator: Pick<IndicatorSummary, 'type' | 'value' | 'received'>): string | undefined {
  const [root = ''] = indicator.value.split('\\', 1);
  if (!/^hkey_[a-z_]+$/.test(root)) return undefined;
  const rest = indicator.value.slice(root.length);
  const received = displayValue(indicator);
  const at = received.toLowerCase().lastIndexOf(rest);
  const asReceived = received.slice(at, at + rest.length);
  return root.toUpperCase() + (at >= 0 && asReceived.toLowerCase() === rest ? asReceived : rest);
}
