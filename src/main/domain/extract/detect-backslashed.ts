import { canonicaliseAs } from '../canonicalise.ts';
import { isRegistryKey } from '../registry-keys.ts';
import { type Detector, type Scan, valid } from './found.ts';
import { collapseDoubled, goesOnBehindBlank, trimTail } from './segments.ts';

/** Where registry keys and Windows paths begin: root, drive, variable, share or device. */
const beginnings =
  /(?<![A-Za-z0-9_\\])(?:(?:computer\\)?(?:hkey_[a-z_]{5,20}|hk(?:lm|cu|cr|u|cc|pd)):?\\|\\registry\\(?:machine|user)\\|[a-z]:\\|[a-z]:\/(?=[a-z])|%[a-z_()0-9]{2,30}%\\|\$env:[a-z_]{2,30}\\|\\\\[?.]\\|(?<![a-z]:)\\\\[a-z0-9[])/gi;
/** No name contains these; a colon only as that of a drive or an alternate stream. */
const stop = /[\r\n\t"<>|*?\u201C\u201D\u00AB\u00BB]/;
const maxLength = 1_024;

/** Registry keys, Windows paths and shares. */
export const detectBackslashed: Detector = (scan) => {
  const { text } = scan.view;
  let done = 0;
  for (const { 0: beginning, index } of text.matchAll(beginnings)) {
    if (index < done || scan.claims.isTaken(index)) continue;
    const end = readEnd(text, index, index + beginning.length);
    const spelled = trimTail(text.slice(index, end));
    if (add(scan, index, spelled)) done = index + spelled.length;
  }
};

function readEnd(text: string, start: number, from: number): number {
  const quote = text.charAt(start - 1);
  const closing = '"\'`'.includes(quote) && quote !== '' ? quote : undefined;
  const limit = Math.min(text.length, start + maxLength);
  const quoted = closing === undefined ? -1 : text.slice(from, limit).search(new RegExp(`[\\r\\n${closing}]`));
  if (quoted >= 0 && text[from + quoted] === closing) return from + quoted;
  let at = from;
  for (; at < limit; at += 1) {
    const character = text.charAt(at);
    if (stop.test(character) || character === ',' || character === ';' || character === closing) break;
    if (character === ':' && text[at + 1] !== '$' && !/[A-Za-z]/.test(text.charAt(at + 1))) break;
    if (character === ' ' && !goesOnBehindBlank(text, at, text.slice(start, at))) break;
    // Another one begins: `C:\a.exe/HKLM\…` has no blank between.
    if (character === '\\' && text[at - 1] === ' ') break;
  }
  return at;
}

function add({ claims, add: report }: Scan, start: number, spelled: string): boolean {
  const exact = collapseDoubled(spelled);
  const isKey = isRegistryKey(exact);
  if (!isKey && !hasName(exact)) return false;
  const end = start + spelled.length;
  if (!claims.isFree(start, end)) return false;
  const type = isKey ? 'registry_key' : 'path';
  report({ start, end, reading: valid(type, canonicaliseAs(type, exact).value) });
  return true;
}

/** A share needs a host and a folder, a drive something below it. */
function hasName(path: string): boolean {
  // The rest of a path, as rules and scripts have it, leads nowhere by itself.
  if (/^\\[^\\]/.test(path)) return false;
  if (path.startsWith('\\\\')) return /^\\\\[^\\\s]+\\[^\\\s]/.test(path);
  return /[\\/][^\\/\s]/.test(path);
}
