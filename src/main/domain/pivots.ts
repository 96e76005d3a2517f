import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { type Pivot, type PivotKind, pivotKinds } from '#shared/model/pivot.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { readNetwork } from '#shared/text/addresses.ts';
import { registrableDomain } from '#shared/text/known-hosts.ts';
import { splitUrl } from '#shared/text/urls.ts';
import { quoteValue, writeAnyOf } from '#shared/text/value-lists.ts';
import { canonicaliseAs } from './canonicalise.ts';

/** A sample and what else was seen in it. */
export interface SampleShare {
  readonly sample: string;
  readonly others: readonly string[];
  /** How many more there are than `others` names. */
  readonly unnamed: number;
}

/** The samples of an indicator. */
export interface SampleShares {
  readonly samples: readonly SampleShare[];
  /** Samples that were not looked at. */
  readonly leftOut: number;
}

/** A pivot that is not counted yet. */
export interface PivotQuery {
  readonly kind: PivotKind;
  readonly label: string;
  readonly query: string;
  /** Whether the query finds the indicator itself too. */
  readonly findsItself: boolean;
  /** How many more share it than the query names; 0 but for samples. */
  readonly unnamed?: number;
}

/** What pivots are made of. */
export type PivotSubject = Pick<IndicatorDetail, 'type' | 'value' | 'tags' | 'flags' | 'relations' | 'observationList'>;

/** Everything that an indicator may have in common with others; pure, the most telling kinds first, each query once. */
export function listPivots(subject: PivotSubject, samples: readonly SampleShare[]): readonly PivotQuery[] {
  const isFound = !subject.flags.includes('derived');
  const records = subject.observationList;
  const words = (kind: PivotKind, field: string, texts: readonly (string | null)[]): readonly PivotQuery[] =>
    textsOf(texts).map((text) => ({
      kind,
      label: text,
      query: `${field}:${quoteValue(text)}`,
      findsItself: isFound,
    }));
  return eachQueryOnce([
    ...sameFile(subject),
    ...samples.flatMap(sameSample),
    ...words(
      'rule',
      'rule',
      records.map(({ rule }) => rule),
    ),
    ...words(
      'source',
      'source',
      records.flatMap(({ sources }) => sources.map(({ name }) => name)),
    ),
    ...sameDomain(subject, isFound),
    ...sameNetwork(subject, isFound),
    ...sameSystem(
      records.map(({ asn }) => asn),
      isFound,
    ),
    ...words('tag', 'tag', subject.tags),
  ]);
}

/** Two samples of one family share the same others: the first stands for both. */
function eachQueryOnce(pivots: readonly PivotQuery[]): readonly PivotQuery[] {
  const byQuery = new Map<string, PivotQuery>();
  for (const pivot of pivots) if (!byQuery.has(pivot.query)) byQuery.set(pivot.query, pivot);
  return [...byQuery.values()];
}

/** Each text once, whatever its case; a star would mean any text. */
function textsOf(texts: readonly (string | null)[]): readonly string[] {
  const known = new Map<string, string>();
  for (const text of texts) {
    if (text === null || text.trim() === '' || text.includes('*')) continue;
    if (!known.has(text.toLowerCase())) known.set(text.toLowerCase(), text);
  }
  return [...known.values()];
}

function sameFile({ value, relations }: PivotSubject): readonly PivotQuery[] {
  if (!relations.some(({ kind }) => kind === 'same_file')) return [];
  // A hash by its name finds the other hashes of its file.
  return [{ kind: 'file', label: value, query: `value:${quoteValue(value)}`, findsItself: true }];
}

function sameSample({ sample, others, unnamed }: SampleShare): readonly PivotQuery[] {
  const values = others.filter((value) => !value.includes('*'));
  if (values.length === 0) return [];
  const beyond = unnamed + others.length - values.length;
  return [{ kind: 'sample', label: sample, query: writeAnyOf(values), findsItself: false, unnamed: beyond }];
}

function sameDomain({ type, value }: PivotSubject, isFound: boolean): readonly PivotQuery[] {
  const host = hostOf(type, value);
  const domain = host === undefined ? undefined : registrableDomain(host);
  if (domain === undefined || canonicaliseAs('domain', domain).type !== 'domain') return [];
  return [{ kind: 'domain', label: domain, query: `under:${domain}`, findsItself: isFound }];
}

const addressTypes: ReadonlySet<IndicatorType> = new Set(['ipv4', 'ipv6', 'cidr', 'url']);

/** /24 of an IPv4 address and /48 of an IPv6 one: what is usually given to one customer, or less. */
function sameNetwork({ type, value }: PivotSubject, isFound: boolean): readonly PivotQuery[] {
  if (!addressTypes.has(type)) return [];
  const [host = '', given = '128'] = type === 'url' ? [hostOf(type, value)] : value.split('/');
  const address = host.replace(/^\[|\]$/g, '');
  const network = readNetwork(`${address}/${Math.min(Number(given), address.includes(':') ? 48 : 24)}`)?.value;
  if (network === undefined) return [];
  // A URL at an address is no address: what it shares is where it lies.
  return [{ kind: 'network', label: network, query: `ip:${network}`, findsItself: isFound && type !== 'url' }];
}

/** Vendors write `AS64500` or `64500`: the same network. */
function sameSystem(texts: readonly (string | null)[], isFound: boolean): readonly PivotQuery[] {
  const numbers = new Set(textsOf(texts).map((text) => text.replace(/^as(?=\d+$)/i, '')));
  return [...numbers].map((number) => {
    const isNumber = /^\d+$/.test(number);
    const query = isNumber ? `asn:(AS${number} OR ${number})` : `asn:${quoteValue(number)}`;
    return { kind: 'asn', label: isNumber ? `AS${number}` : number, query, findsItself: isFound };
  });
}

/** Host of a canonical value, of a URL without its port; undefined where it has none. */
function hostOf(type: IndicatorType, value: string): string | undefined {
  switch (type) {
    case 'domain':
      return value;
    case 'email':
      return value.slice(value.lastIndexOf('@') + 1);
    case 'url':
      return splitUrl(value)?.host.replace(/:\d*$/, '');
    default:
      return undefined;
  }
}

/** Rare things first: what nearly everything has says little. What was not counted stands last. */
export function orderPivots(pivots: readonly Pivot[]): readonly Pivot[] {
  const rarity = ({ others }: Pivot): number => others ?? Number.POSITIVE_INFINITY;
  return pivots.toSorted(
    (a, b) =>
      // Two that were not counted: infinity less infinity is no order.
      (rarity(a) === rarity(b) ? 0 : rarity(a) - rarity(b)) || pivotKinds.indexOf(a.kind) - pivotKinds.indexOf(b.kind),
  );
}
