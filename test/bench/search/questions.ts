/** The questions that are asked, from common to rare, each with the plainest way to tell what it finds. */
import { splitUrl } from '#shared/text/urls.ts';
import { type BenchIndicator, benchNowMs, indicatorAt } from './generate.ts';
import { numberOfAddress } from './peer-data.ts';

/** One question. */
export interface Question {
  readonly query: string;
  readonly matches: (one: BenchIndicator) => boolean;
  /** The condition for DuckDB's table `indicator`; undefined where it is not asked. */
  readonly sql?: string;
  /** What is asked of us beside a peer, where the question itself also looks where peers do not: in names. */
  readonly besidePeers?: string;
  /** What ripgrep and the shell look for. */
  readonly needle?: string;
}

/** Questions of a kind; the table of goals names kinds. */
export interface Kind {
  readonly name: KindName;
  readonly questions: readonly Question[];
}

export const kindNames = [
  'exact',
  'prefix',
  'substring 1-2',
  'substring 3-6',
  'substring 7+',
  'suffix',
  'under',
  'network',
  'compound',
] as const;
export type KindName = (typeof kindNames)[number];

const count = 100;

/** A hundred questions of each kind about a cache of so many. */
export function makeKinds(size: number): readonly Kind[] {
  const all = Array.from({ length: count }, (_, nth) => indicatorAt(Math.floor(((nth + 0.5) * size) / count)));
  const named = all.map((one, nth) => (hostOf(one) === undefined ? findNamed(nth, size) : one));
  // Values that need no quotes anywhere.
  const samples = all.map((one, nth) => (/[\s\\]/.test(one.value) ? itemAt(named, nth) : one));
  const makers: Readonly<Record<KindName, (nth: number) => Question>> = {
    exact: (nth) => exact(itemAt(samples, nth)),
    prefix: (nth) => ends(itemAt(samples, nth), (value) => value.slice(0, 4 + (nth % 6)), 'prefix'),
    'substring 1-2': (nth) => substring(pieceOf(itemAt(named, nth), 1 + (nth % 2), nth)),
    'substring 3-6': (nth) => substring(pieceOf(itemAt(named, nth), 3 + (nth % 4), nth)),
    'substring 7+': (nth) => substring(pieceOf(itemAt(named, nth), 7 + (nth % 6), nth)),
    suffix: (nth) => ends(itemAt(named, nth), (value) => value.slice(-(5 + (nth % 8))), 'suffix'),
    under: (nth) => under(itemAt(named, nth), nth),
    network: (nth) => network(itemAt(samples, nth), nth, size),
    compound: (nth) => compound(itemAt(samples, nth), nth),
  };
  return kindNames.map((name) => ({ name, questions: onlyOnce(samples.map((_, nth) => makers[name](nth))) }));
}

/** Questions for facets: everything, and filters of every width. */
export const facetQueries: readonly string[] = [
  '',
  ...['domain', 'ipv4', 'url', 'sha256'].map((type) => `type:${type}`),
  ...[10, 30, 50, 70, 90].map((score) => `score:>=${score}`),
  ...['datadog', 'crowdstrike', 'threatgrid', 'virustotal'].map((vendor) => `vendor:${vendor}`),
  ...[0, 1, 2, 5, 20, 100, 1_000].map((tag) => `tag:tag-${tag}`),
  ...['evil', 'login', 'cdn', 'a1', 'zz'],
  ...[1, 7, 30, 180].map((days) => `last_seen:>now-${days}d type:domain`),
];

/** The engine remembers its last results: what is asked twice would be answered for nothing. */
function onlyOnce(questions: readonly Question[]): readonly Question[] {
  return [...new Map(questions.map((question) => [question.query, question])).values()];
}

function itemAt(list: readonly BenchIndicator[], nth: number): BenchIndicator {
  const item = list[nth % list.length];
  if (item === undefined) throw new RangeError('There are no samples.');
  return item;
}

function findNamed(nth: number, size: number): BenchIndicator {
  for (let i = Math.floor(((nth + 0.5) * size) / count); ; i += 1) {
    const one = indicatorAt(i);
    if (one.type === 'domain') return one;
  }
}

function hostOf({ type, value }: BenchIndicator): string | undefined {
  if (type === 'domain') return value;
  return type === 'url' ? splitUrl(value)?.host : undefined;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function exact({ value }: BenchIndicator): Question {
  const isSame = (one: BenchIndicator): boolean => one.value.toLowerCase() === value.toLowerCase();
  return { query: `value:"${value}"`, matches: isSame, sql: `value = ${quoted(value)}`, needle: value };
}

function ends({ value }: BenchIndicator, cut: (value: string) => string, kind: 'prefix' | 'suffix'): Question {
  const piece = cut(value.toLowerCase());
  return {
    query: kind === 'prefix' ? `value:${piece}*` : `value:*${piece}`,
    matches: (one) =>
      kind === 'prefix' ? one.value.toLowerCase().startsWith(piece) : one.value.toLowerCase().endsWith(piece),
    sql: `${kind === 'prefix' ? 'starts_with' : 'suffix'}(lower(value), ${quoted(piece)})`,
  };
}

/** A piece of a host name that is no whole name, without dots. */
function pieceOf(one: BenchIndicator, length: number, nth: number): string {
  const text = (hostOf(one) ?? one.value).replaceAll('.', '-');
  const start = 1 + (nth % Math.max(1, text.length - length - 1));
  return text.slice(start, start + length).replaceAll(/^-|-$/g, 'e');
}

/** Bare text: looked for in values and in the names of tags, categories and rules. */
function substring(text: string): Question {
  const isInWord = ([field, number]: BenchIndicator['words'][number]): boolean =>
    (field === 'tag' || field === 'category' || field === 'rule') && `${field}-${number}`.includes(text);
  return {
    query: `"${text}"`,
    matches: (one) => one.value.toLowerCase().includes(text) || one.words.some(isInWord),
    sql: `contains(lower(value), ${quoted(text)})`,
    besidePeers: `value:*${text}*`,
    needle: text,
  };
}

/** Parents from crowded ones to lonely ones. */
function under(one: BenchIndicator, nth: number): Question {
  const labels = (hostOf(one) ?? '').split('.');
  const host = labels.slice(nth % 5 === 0 ? -1 : -2).join('.');
  const query =
    labels.length < 2 || host.split('.').length < 2 ? `under:${labels.slice(-2).join('.')}` : `under:${host}`;
  const parent = query.slice('under:'.length);
  const isUnder = (other: BenchIndicator): boolean => {
    const name = hostOf(other);
    return name !== undefined && (name === parent || name.endsWith(`.${parent}`));
  };
  return { query, matches: isUnder };
}

function network(one: BenchIndicator, nth: number, size: number): Question {
  const address = one.type === 'ipv4' ? one.value : firstAddress(nth, size);
  const bits = [8, 12, 16, 20, 24][nth % 5] ?? 16;
  const span = 2 ** (32 - bits);
  const first = Math.floor(numberOfAddress(address) / span) * span;
  const text = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  return {
    query: `ip:${text}/${bits}`,
    matches: ({ type, value }) =>
      type === 'ipv4' && numberOfAddress(value) >= first && numberOfAddress(value) < first + span,
    sql: `address >= ${first} AND address < ${first + span}`,
  };
}

function firstAddress(nth: number, size: number): string {
  for (let i = Math.floor((nth * size) / count); ; i += 1) {
    const one = indicatorAt(i);
    if (one.type === 'ipv4') return one.value;
  }
}

const dayMs = 86_400_000;

function compound(one: BenchIndicator, nth: number): Question {
  const tag = one.words.find(([field]) => field === 'tag')?.[1] ?? nth;
  const least = 10 * (nth % 9);
  const hasTag = (other: BenchIndicator): boolean =>
    other.words.some(([field, number]) => field === 'tag' && number === tag);
  const scored = ({ score }: BenchIndicator): boolean => score !== null && score >= least;
  const withTag = `EXISTS (SELECT 1 FROM word w WHERE w.id = indicator.id AND w.name = 'tag-${tag}')`;
  if (nth % 3 === 0) {
    return {
      query: `type:domain score:>=${least} tag:tag-${tag}`,
      matches: (other) => other.type === 'domain' && scored(other) && hasTag(other),
      sql: `type = ${typeOfDomain} AND score >= ${least} AND ${withTag}`,
    };
  }
  if (nth % 3 === 1) {
    const days = 1 + (nth % 60);
    return {
      query: `(type:url OR type:domain) last_seen:>${new Date(benchNowMs - days * dayMs).toISOString()} -tag:tag-${tag}`,
      matches: (other) =>
        (other.type === 'url' || other.type === 'domain') &&
        other.lastSeenMs > benchNowMs - days * dayMs &&
        !hasTag(other),
    };
  }
  return {
    query: `vendor:(datadog AND crowdstrike) score:>=${least} -type:ipv4`,
    matches: (other) =>
      other.vendors.includes(0) && other.vendors.includes(1) && scored(other) && other.type !== 'ipv4',
    sql: `(vendors & 3) = 3 AND score >= ${least} AND type <> ${typeOfAddress}`,
  };
}

const typeOfDomain = 4;
const typeOfAddress = 1;
