import type { DerivedDraft } from '#main/vendors/vendor.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { Comparison, Condition } from './read-pattern.ts';

/** A value that a pattern looks for. */
export interface Wanted {
  /** Null: its look decides. */
  readonly type: IndicatorType | null;
  readonly text: string;
  /** What else has to hold beside it, for people; null: nothing. */
  readonly beside: string | null;
  /** Other hashes of the same file. */
  readonly derived: readonly DerivedDraft[];
}

/** What a pattern looks for, and what of it is no value of a kind that is kept. */
export interface WantedValues {
  readonly wanted: readonly Wanted[];
  readonly unread: readonly string[];
}

/** The values of a condition; pure. */
export function listWanted(condition: Condition): WantedValues {
  if (condition.kind === 'comparison') return readComparison(condition.comparison);
  if (condition.kind === 'or') return concat(condition.parts.map(listWanted));
  return readTogether(condition.parts);
}

function concat(all: readonly WantedValues[]): WantedValues {
  return { wanted: all.flatMap(({ wanted }) => wanted), unread: all.flatMap(({ unread }) => unread) };
}

/** Parts that must hold together: a path in its folder, hashes of one file, an address with its port; else each for itself. */
function readTogether(parts: readonly Condition[]): WantedValues {
  const plain = parts.flatMap((part) => (part.kind === 'comparison' ? [part.comparison] : []));
  const path = joinPath(plain);
  const ports = plain.filter(({ path: name }) => /^network-traffic:(?:dst|src)_port$/.test(name));
  const used = new Set<Comparison>([...(path?.used ?? []), ...ports]);
  const rest = parts.filter((part) => part.kind !== 'comparison' || !used.has(part.comparison));
  const read = concat(rest.map(listWanted));
  const own = path === undefined ? [] : [{ type: 'path' as const, text: path.text, beside: null, derived: [] }];
  // A port alone is nothing that is kept.
  const unread = read.wanted.length + own.length === 0 ? ports.map(spell) : [];
  const beside = parts.length > used.size + 1 || ports.length > 0 ? describeBeside(plain, used, ports) : null;
  const wanted = [...own, ...read.wanted].map((one) => ({ ...one, beside: one.beside ?? beside }));
  return { wanted: tieHashes(wanted), unread: [...read.unread, ...unread] };
}

function describeBeside(
  plain: readonly Comparison[],
  used: ReadonlySet<Comparison>,
  ports: readonly Comparison[],
): string {
  if (ports.length > 0) return `Looked for with ${ports.map(spell).join(', ')}.`;
  const others = plain.filter((one) => !used.has(one)).map(spell);
  return `Looked for together: ${others.join(' AND ')}.`.slice(0, 2_000);
}

function spell({ path, operator, negated, values }: Comparison): string {
  return `${path} ${negated ? 'NOT ' : ''}${operator} ${values.slice(0, 3).join(', ')}`;
}

/** A name and a folder of one file are one path. */
function joinPath(
  plain: readonly Comparison[],
): { readonly text: string; readonly used: readonly Comparison[] } | undefined {
  const find = (wanted: string): Comparison | undefined =>
    plain.find(({ path, operator, negated }) => path === wanted && operator === '=' && !negated);
  const name = find('file:name');
  const folder = find('file:parent_directory_ref.path');
  const [file, parent] = [name?.values[0], folder?.values[0]];
  if (name === undefined || folder === undefined || file === undefined || parent === undefined) return undefined;
  return { text: joinFolder(parent, file), used: [name, folder] };
}

/** As it was before it was taken apart: the root of a drive or tree keeps its separator. */
export function joinFolder(folder: string, name: string): string {
  const separator = folder.includes('\\') || (/^[a-z]:$/i.test(folder) && !folder.includes('/')) ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : `${folder}${separator}${name}`;
}

/** Hashes that must hold together are of one file. */
function tieHashes(wanted: readonly Wanted[]): readonly Wanted[] {
  const hashes = wanted.filter(({ type }) => type !== null && hashNames.has(type));
  const distinct = new Set(hashes.map(({ type }) => type));
  if (hashes.length < 2 || distinct.size < hashes.length) return wanted;
  const derived = hashes.flatMap(({ type, text }): DerivedDraft[] =>
    type === null ? [] : [{ type, value: text.toLowerCase(), relation: 'same_file' }],
  );
  return wanted.map((one) => (one.type !== null && hashNames.has(one.type) ? { ...one, derived } : one));
}

const hashNames: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha256']);

/** Type of a hash by its name in STIX, in whichever of its spellings; undefined for one that is not kept. */
export function hashType(name: string): 'md5' | 'sha1' | 'sha256' | undefined {
  const plain = name.replaceAll(/[-_'"]/g, '').toLowerCase();
  return plain === 'md5' || plain === 'sha1' || plain === 'sha256' ? plain : undefined;
}

function readComparison(comparison: Comparison): WantedValues {
  const { path, operator, negated, values } = comparison;
  const type = typeOfPath(path);
  const isEqual = operator === '=' || operator === '==' || operator === 'IN';
  const isInside = operator === 'ISSUBSET' && (type === 'ipv4' || type === 'ipv6');
  if (type === undefined || negated || (!isEqual && !isInside)) return { wanted: [], unread: [spell(comparison)] };
  return { wanted: values.map((text) => ({ type, text, beside: null, derived: [] })), unread: [] };
}

const typesOfPaths: Readonly<Record<string, IndicatorType | null>> = {
  'ipv4-addr:value': 'ipv4',
  'ipv6-addr:value': 'ipv6',
  'domain-name:value': 'domain',
  'url:value': 'url',
  'email-addr:value': 'email',
  'email-message:from_ref.value': 'email',
  'email-message:sender_ref.value': 'email',
  'email-message:to_refs[*].value': 'email',
  'file:name': 'path',
  'file:parent_directory_ref.path': 'path',
  'directory:path': 'path',
  'windows-registry-key:key': 'registry_key',
  'network-traffic:dst_ref.value': null,
  'network-traffic:src_ref.value': null,
  'domain-name:resolves_to_refs[*].value': null,
  'network-traffic:extensions.http-request-ext.request_header.User-Agent': 'user_agent',
};

/** Null: its look decides; undefined: no kind of value that is kept. */
function typeOfPath(path: string): IndicatorType | null | undefined {
  const hash = /^(?:file|artifact):(?:content_ref\.)?hashes\.(.+)$/.exec(path)?.[1];
  if (hash !== undefined) return hashType(hash);
  return Object.hasOwn(typesOfPaths, path) ? typesOfPaths[path] : undefined;
}
