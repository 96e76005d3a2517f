import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** A value out of an attribute. */
interface MispValue {
  /** Null: its look decides. */
  readonly type: IndicatorType | null;
  readonly text: string;
  /** What stands beside it in a composite value, for people. */
  readonly beside: string | null;
}

/** One kind of value, or the two of a composite type `a|b`: a text is what stands beside the other. */
type Part = IndicatorType | 'look' | 'beside';

const kinds: Readonly<Record<string, readonly Part[]>> = {
  'ip-src': ['ipv4'],
  'ip-dst': ['ipv4'],
  'ip-src|port': ['ipv4', 'beside'],
  'ip-dst|port': ['ipv4', 'beside'],
  domain: ['domain'],
  hostname: ['domain'],
  'hostname|port': ['domain', 'beside'],
  'domain|ip': ['domain', 'ipv4'],
  url: ['url'],
  uri: ['look'],
  email: ['email'],
  'email-src': ['email'],
  'email-dst': ['email'],
  'email-reply-to': ['email'],
  'target-email': ['email'],
  'whois-registrant-email': ['email'],
  md5: ['md5'],
  sha1: ['sha1'],
  sha256: ['sha256'],
  filename: ['path'],
  'filename|md5': ['path', 'md5'],
  'filename|sha1': ['path', 'sha1'],
  'filename|sha256': ['path', 'sha256'],
  'malware-sample': ['path', 'md5'],
  regkey: ['registry_key'],
  'regkey|value': ['registry_key', 'beside'],
  'user-agent': ['user_agent'],
};

/** The values of an attribute; undefined for a type of which nothing is kept. Pure. */
export function valuesOf(type: string, value: string): readonly MispValue[] | undefined {
  const parts = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (parts === undefined) return undefined;
  const texts = parts.length === 1 ? [value] : splitComposite(value, parts);
  const beside = parts.flatMap((part, at) => (part === 'beside' ? (texts[at] ?? []) : []));
  return parts.flatMap((part, at): readonly MispValue[] => {
    const text = texts[at];
    if (part === 'beside' || text === undefined) return [];
    return [
      { type: part === 'look' ? null : part, text, beside: beside.length === 0 ? null : `With ${beside.join(', ')}.` },
    ];
  });
}

/** At the bar that separates; a file name may hold one itself, a hash, a port and an address do not. */
function splitComposite(value: string, parts: readonly Part[]): readonly string[] {
  const at = parts[0] === 'path' ? value.lastIndexOf('|') : value.indexOf('|');
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}

/** Types whose value is prose about the event, not a thing in the world. */
export const proseTypes: ReadonlySet<string> = new Set(['text', 'comment', 'other', 'link']);
