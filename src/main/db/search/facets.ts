import type { FacetName, Facets } from '#main/services/ports/store/indicators.ts';
import type { indicatorFlags } from '#shared/model/vocabulary.ts';
import { severityCodes, stateCodes, type TermField, termFields, tlpCodes, typeCodes, verdictCodes } from '../codes.ts';
import type { StreamName } from '../operations/streams.ts';

/** Counts by code; what stands for no value (null, `missing`) may be among the keys. */
export type CodeCounts = ReadonlyMap<number | null, number>;

/** Everything that facets are made of, however it was counted. */
export interface FacetTallies {
  readonly type: CodeCounts;
  readonly severity: CodeCounts;
  readonly score: CodeCounts;
  readonly state: CodeCounts;
  readonly verdict: CodeCounts;
  readonly tlp: CodeCounts;
  readonly is: Readonly<Record<(typeof indicatorFlags)[number], number>>;
  /** In the order of {@link expiryBands}. */
  readonly expires: readonly number[];
  /** By name. */
  readonly streams: Readonly<Record<'vendor' | 'connection' | 'stream', ReadonlyMap<string, number>>>;
  /** By field of words; each word once, whatever its case. */
  readonly terms: ReadonlyMap<number, readonly NamedCount[]>;
}

type NamedCount = readonly [name: string, count: number];

/** Most values of a facet that are listed. */
export const valueLimit = 1_000;

/** Bands of the score as the query language writes them; `high` is included. */
const scoreBands = [90, 80, 70, 60, 50, 40, 30, 20, 10, 0].map((low) => ({ low, high: low === 90 ? 100 : low + 9 }));

const dayMs = 86_400_000;

/** Stretches of the time of expiry from now on, as the query language writes them; `toMs` is excluded. */
export const expiryBands = [
  { name: '<now', fromMs: Number.NEGATIVE_INFINITY, toMs: 0 },
  { name: 'now..now+7d', fromMs: 0, toMs: 7 * dayMs },
  { name: 'now+7d..now+30d', fromMs: 7 * dayMs, toMs: 30 * dayMs },
  { name: '>now+30d', fromMs: 30 * dayMs, toMs: Number.POSITIVE_INFINITY },
] as const;

/** Puts words to what was counted. */
export function nameFacets(tallies: FacetTallies): Facets {
  // Every field of words has its facet.
  const terms = Object.fromEntries(
    Object.entries(termFields).map(([field, code]) => [field, sorted(tallies.terms.get(code) ?? [])]),
  ) as Readonly<Record<TermField, Readonly<Record<string, number>>>>;
  const facets: Record<FacetName, Readonly<Record<string, number>>> = {
    type: named(tallies.type, (code) => typeCodes.toWord(code)),
    severity: named(tallies.severity, (code) => severityCodes.toWord(code)),
    state: named(tallies.state, (code) => stateCodes.toWord(code)),
    verdict: named(tallies.verdict, (code) => verdictCodes.toWord(code)),
    tlp: named(tallies.tlp, (code) => tlpCodes.toWord(code)),
    score: bandScores(tallies.score),
    is: sorted(Object.entries(tallies.is).filter(([, count]) => count > 0)),
    expires: sorted(
      expiryBands
        .map(({ name }, band): NamedCount => [name, tallies.expires[band] ?? 0])
        .filter(([, count]) => count > 0),
    ),
    vendor: sorted([...tallies.streams.vendor]),
    connection: sorted([...tallies.streams.connection]),
    stream: sorted([...tallies.streams.stream]),
    ...terms,
  };
  return facets;
}

function named(counts: CodeCounts, nameOf: (code: number) => string): Readonly<Record<string, number>> {
  const known = [...counts].filter((entry): entry is [number, number] => Number.isFinite(entry[0]));
  return sorted(known.map(([code, count]) => [nameOf(code), count]));
}

function bandScores(counts: CodeCounts): Readonly<Record<string, number>> {
  const bands = scoreBands.map(({ low, high }): NamedCount => {
    let sum = 0;
    for (const [score, count] of counts) if (score !== null && score >= low && score <= high) sum += count;
    return [`${low}..${high}`, sum];
  });
  return sorted(bands.filter(([, count]) => count > 0));
}

/** By count, then by name. Own properties whatever the name: Object.fromEntries defines, it does not assign. */
function sorted(entries: readonly NamedCount[]): Readonly<Record<string, number>> {
  const order = withoutRare(entries).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return Object.fromEntries(order.slice(0, valueLimit));
}

/** Leaves out what is rarer than as many as are listed: sorting all names would take longer than counting them. */
function withoutRare(entries: readonly NamedCount[]): readonly NamedCount[] {
  if (entries.length <= valueLimit) return entries;
  // By their places: taking pairs apart costs several times as much.
  const counts = new Float64Array(entries.length);
  for (let at = 0; at < counts.length; at += 1) counts[at] = entries[at]?.[1] ?? 0;
  counts.sort();
  const least = counts[counts.length - valueLimit] ?? 0;
  return entries.filter((entry) => entry[1] >= least);
}

/** Counts by vendor, by connection and by stream of indicators with the same streams; each counts once for each of them. */
export class StreamTally {
  readonly counts = {
    vendor: new Map<string, number>(),
    connection: new Map<string, number>(),
    stream: new Map<string, number>(),
  };

  add(streams: readonly StreamName[], count: number): void {
    for (const field of ['vendor', 'connection', 'stream'] as const) {
      const counts = this.counts[field];
      for (const name of new Set(streams.map((stream) => stream[field]))) {
        counts.set(name, (counts.get(name) ?? 0) + count);
      }
    }
  }
}
