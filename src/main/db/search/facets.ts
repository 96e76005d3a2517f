import type { FacetName, Facets } from '#main/services/ports/store.ts';
import { severityCodes, stateCodes, termFields, typeCodes, verdictCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { decodeIds } from '../id-lists.ts';
import { readStreamNames } from '../operations/streams.ts';
import { readTerms } from '../operations/terms.ts';

/** Columns that {@link countFacets} reads, in order. */
export const facetColumns = 'i.type, i.severity, i.triage_state, i.verdict, i.streams, i.terms';

export type FacetRow = readonly [number, number, number, number, string, string];

/** Most values of a facet that are listed. */
const valueLimit = 1_000;

/** Counts every facet in one pass over the rows. */
export function countFacets(db: ReadConnection, rows: Iterable<FacetRow>): Facets {
  const plain = [new Counter<number>(), new Counter<number>(), new Counter<number>(), new Counter<number>()] as const;
  // Lists repeat: each distinct one is taken apart once.
  const streamLists = new Counter<string>();
  const termLists = new Counter<string>();
  for (const row of rows) {
    plain[0].add(row[0], 1);
    plain[1].add(row[1], 1);
    plain[2].add(row[2], 1);
    plain[3].add(row[3], 1);
    streamLists.add(row[4], 1);
    termLists.add(row[5], 1);
  }
  const [types, severities, states, verdicts] = plain;
  const terms = countTerms(db, termLists);
  const facets: Record<FacetName, Readonly<Record<string, number>>> = {
    type: named(types, (code) => typeCodes.toWord(code)),
    severity: named(severities, (code) => severityCodes.toWord(code)),
    state: named(states, (code) => stateCodes.toWord(code)),
    verdict: named(verdicts, (code) => verdictCodes.toWord(code)),
    ...countStreams(db, streamLists),
    tag: terms(termFields.tag),
    source: terms(termFields.source),
  };
  return facets;
}

class Counter<Key> {
  readonly counts = new Map<Key, number>();

  add(key: Key, by: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }
}

function named<Key>(counter: Counter<Key>, nameOf: (key: Key) => string): Readonly<Record<string, number>> {
  return sorted([...counter.counts].map(([key, count]) => [nameOf(key), count] as const));
}

function countStreams(db: ReadConnection, lists: Counter<string>): Pick<Facets, 'vendor' | 'connection'> {
  const names = readStreamNames(db);
  const vendors = new Counter<string>();
  const connections = new Counter<string>();
  for (const [list, count] of lists.counts) {
    const streams = decodeIds(list).flatMap((id) => names.get(id) ?? []);
    // An indicator counts once for a vendor, however many of its streams have it.
    for (const vendor of new Set(streams.map((stream) => stream.vendor))) vendors.add(vendor, count);
    for (const connection of new Set(streams.map((stream) => stream.connection))) connections.add(connection, count);
  }
  return { vendor: sorted([...vendors.counts]), connection: sorted([...connections.counts]) };
}

function countTerms(db: ReadConnection, lists: Counter<string>): (field: number) => Readonly<Record<string, number>> {
  const ids = new Set<number>();
  for (const list of lists.counts.keys()) for (const id of decodeIds(list)) ids.add(id);
  const terms = readTerms(db, ids);
  return (field) => {
    const counts = new Counter<string>();
    const names = new Map<string, string>();
    for (const [list, count] of lists.counts) {
      const keys = new Set<string>();
      for (const id of decodeIds(list)) {
        const term = terms.get(id);
        if (term?.field !== field) continue;
        keys.add(term.key);
        if (!names.has(term.key)) names.set(term.key, term.name);
      }
      for (const key of keys) counts.add(key, count);
    }
    return sorted([...counts.counts].map(([key, count]) => [names.get(key) ?? key, count] as const));
  };
}

/** By count, then by name. Own properties whatever the name: Object.fromEntries defines, it does not assign. */
function sorted(entries: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const order = [...entries].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
  return Object.fromEntries(order.slice(0, valueLimit));
}
