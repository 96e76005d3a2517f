import type { IndicatorSummary, Observation } from '#shared/model/indicator.ts';
import type { IndicatorType, TlpMark } from '#shared/model/vocabulary.ts';
import { markOf } from './tlp.ts';

/** Who says something, as a report names it. */
export type Teller = Pick<Observation, 'connection' | 'vendor'>;

/** What a tally looks at in one indicator. */
export interface Countable {
  readonly indicator: Pick<IndicatorSummary, 'type' | 'tags' | 'score' | 'verdict' | 'flags' | 'triagedAtMs'>;
  readonly observations: Iterable<Teller & Pick<Observation, 'fetchedAtMs' | 'goneAtMs'>>;
  readonly addedAtMs: number | null;
}

/** What the head of a report says of its indicators: counted over all that bear one TLP mark, since a ceiling goes by marks. */
export interface Tally {
  readonly mark: TlpMark | null;
  readonly total: number;
  readonly byType: Readonly<Partial<Record<IndicatorType, number>>>;
  /** Judged benign, or on a list of harmless values. */
  readonly harmless: number;
  /** Without a score from any vendor. */
  readonly unscored: number;
  /** Latest change of anything, epoch ms; 0 without any. */
  readonly changedAtMs: number;
  readonly tellers: readonly Teller[];
}

/** Counts indicators; pure. @returns one tally per mark that occurs. */
export function tallyAll(members: Iterable<Countable>): readonly Tally[] {
  const tallies = new Map<TlpMark | null, Mutable>();
  for (const member of members) count(tallyOf(tallies, markOf(member.indicator)), member);
  return [...tallies].map(([mark, tally]) => freeze(mark, tally));
}

/** The sum of tallies of separate indicators; pure. @returns one tally per mark that occurs. */
export function addTallies(parts: Iterable<Tally>): readonly Tally[] {
  const sums = new Map<TlpMark | null, Mutable>();
  for (const part of parts) {
    const sum = tallyOf(sums, part.mark);
    sum.total += part.total;
    // Object.entries widens the keys; the record's own type says which they are.
    for (const [type, number] of Object.entries(part.byType) as [IndicatorType, number][]) {
      sum.byType[type] = (sum.byType[type] ?? 0) + number;
    }
    sum.harmless += part.harmless;
    sum.unscored += part.unscored;
    sum.changedAtMs = Math.max(sum.changedAtMs, part.changedAtMs);
    for (const { connection, vendor } of part.tellers) sum.vendorOf.set(connection, vendor);
  }
  return [...sums].map(([mark, sum]) => freeze(mark, sum));
}

interface Mutable {
  total: number;
  readonly byType: Partial<Record<IndicatorType, number>>;
  harmless: number;
  unscored: number;
  changedAtMs: number;
  readonly vendorOf: Map<string, string>;
}

function tallyOf(tallies: Map<TlpMark | null, Mutable>, mark: TlpMark | null): Mutable {
  const known = tallies.get(mark);
  if (known !== undefined) return known;
  const made = { total: 0, byType: {}, harmless: 0, unscored: 0, changedAtMs: 0, vendorOf: new Map<string, string>() };
  tallies.set(mark, made);
  return made;
}

function count(tally: Mutable, { indicator, observations, addedAtMs }: Countable): void {
  tally.total += 1;
  tally.byType[indicator.type] = (tally.byType[indicator.type] ?? 0) + 1;
  if (indicator.verdict === 'benign' || indicator.flags.includes('listed')) tally.harmless += 1;
  if (indicator.score === null) tally.unscored += 1;
  let latest = Math.max(addedAtMs ?? 0, indicator.triagedAtMs ?? 0);
  for (const { connection, vendor, fetchedAtMs, goneAtMs } of observations) {
    latest = Math.max(latest, fetchedAtMs, goneAtMs ?? 0);
    tally.vendorOf.set(connection, vendor);
  }
  tally.changedAtMs = Math.max(tally.changedAtMs, latest);
}

function freeze(mark: TlpMark | null, { vendorOf, ...tally }: Mutable): Tally {
  return { mark, ...tally, tellers: [...vendorOf].map(([connection, vendor]) => ({ connection, vendor })) };
}
