import type { Remark } from '#shared/model/candidate.ts';
import { hasKnownSuffix } from '#shared/text/known-hosts.ts';
import { canonicalHost } from '../hosts.ts';
import { isMemberName, isPackageName } from './code-names.ts';
import { isFileExtension, isRatherFile } from './file-extensions.ts';
import { invalid, type Reading, valid } from './found.ts';
import { isMalwareName } from './malware-names.ts';

/** Dotted words and what stands around them. */
export interface Name {
  readonly text: string;
  /** Written defanged: somebody meant a host. */
  readonly isFanged: boolean;
  /** What stands before it, a few dozen characters. */
  readonly lead: string;
  /** The character behind it. */
  readonly next: string;
}

/** What dotted words are; undefined for what nobody would take for an indicator. */
export function readHost(name: Name): Reading | undefined {
  const labels = name.text.split('.');
  const value = canonicalHost(name.text);
  const isHost = value !== undefined && hasKnownSuffix(value);
  if (!name.isFanged) {
    const trap = findTrap(name, labels, isHost);
    if (trap !== undefined) return trap;
  } else if (!isHost && isFileExtension(labels.at(-1)?.toLowerCase() ?? ''))
    return invalid('domain', name.text, 'fileName');
  if (isHost) return valid('domain', value, remarkOnHost(value));
  return name.isFanged && value !== undefined ? invalid('domain', name.text, 'unknownSuffix') : undefined;
}

function findTrap({ text, lead, next }: Name, labels: readonly string[], isHost: boolean): Reading | undefined {
  const lower = labels.map((label) => label.toLowerCase());
  if (isMalwareName(labels, lead)) return invalid('domain', text, 'malwareName');
  if (isFileExtension(lower.at(-1) ?? '') || (lead.endsWith('\\') && isHost))
    return invalid('domain', text, 'fileName');
  if (isPackageName(labels)) return invalid('domain', text, 'codeName');
  if (!isHost) return undefined;
  if (isMemberName(labels, next)) return invalid('domain', text, 'codeName');
  if (next !== '/' && isRatherFile(lower)) return invalid('domain', text, 'fileName');
  return isSentence(labels) ? invalid('domain', text, 'sentence') : undefined;
}

/** Two-letter top-level domains that are English words. */
const words: ReadonlySet<string> = new Set('in it is to at so as be me my no am by do us pm'.split(' '));

/** `It ended.In May`, `at 5.pm`: the last part begins like a sentence, the one before it does not. */
function isSentence(labels: readonly string[]): boolean {
  const last = labels.at(-1) ?? '';
  const previous = labels.at(-2) ?? '';
  if (/^[A-Z][a-z]/.test(last)) return !/^[A-Z]/.test(previous) && labels.length === 2;
  return words.has(last) && /^\d{1,2}$/.test(previous) && labels.length === 2;
}

const exampleNames = /(?:^|\.)(?:example\.(?:com|net|org|edu)|example|test|invalid|localhost)$/;

/** What to know about a host by its name. */
export function remarkOnHost(value: string): Remark | null {
  return exampleNames.test(value) ? 'documentation' : null;
}
