import type { Found } from '#main/search/engine.ts';
import { flagMasks } from '#main/search/segment.ts';
import { ListTally, tallyBands, tallyColumn } from '#main/search/tally.ts';
import type { ReadConnection } from '../connection.ts';
import { readStreamNames } from '../operations/streams.ts';
import { expiryBands, type FacetTallies } from '../search/facets.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What facets need beside the result itself. */
export interface TallyContext {
  readonly db: ReadConnection;
  readonly nowMs: number;
  readonly vocabulary: Vocabulary;
  /** Throws when nobody waits for the counts any more. */
  readonly checkLimits: () => void;
}

/** Counts every facet of a result. */
export function tallyFound(found: Found, { db, nowMs, vocabulary, checkLimits }: TallyContext): FacetTallies {
  // The most work first, and a look between it and the rest.
  const terms = tallyTerms(found, vocabulary);
  checkLimits();
  const flags = tallyColumn(found, 'flags');
  const countFlag = (mask: number): number => {
    let sum = 0;
    for (const [value, count] of flags) if ((value & mask) !== 0) sum += count;
    return sum;
  };
  return {
    type: tallyColumn(found, 'type'),
    severity: tallyColumn(found, 'severity'),
    score: tallyColumn(found, 'score'),
    state: tallyColumn(found, 'state'),
    verdict: tallyColumn(found, 'verdict'),
    tlp: tallyColumn(found, 'tlp'),
    is: {
      expired: tallyBands(found, 'expired_from', [{ from: Number.NEGATIVE_INFINITY, to: nowMs + 1 }])[0] ?? 0,
      gone: countFlag(flagMasks.gone),
      listed: countFlag(flagMasks.listed),
      conflicting: countFlag(flagMasks.conflicting),
      derived: countFlag(flagMasks.derived),
    },
    expires: tallyBands(
      found,
      'expires',
      expiryBands.map(({ fromMs, toMs }) => ({ from: nowMs + fromMs, to: nowMs + toMs })),
    ),
    streams: tallyStreams(found, db),
    terms,
  };
}

function tallyStreams(found: Found, db: ReadConnection): FacetTallies['streams'] {
  const names = readStreamNames(db);
  const tally = new ListTally(found, 'streams');
  const countBy = (field: 'vendor' | 'connection' | 'stream'): ReadonlyMap<string, number> => {
    const words = [...new Set([...names.values()].map((name) => name[field]))];
    const groups = new Map([...names].map(([id, name]) => [id, words.indexOf(name[field])]));
    // Behind the words is what has none.
    const counts = tally.countGroups((id) => groups.get(id) ?? words.length, words.length + 1);
    return new Map(words.map((word, group) => [word, counts[group] ?? 0] as const).filter(([, count]) => count > 0));
  };
  return { vendor: countBy('vendor'), connection: countBy('connection'), stream: countBy('stream') };
}

function tallyTerms(found: Found, vocabulary: Vocabulary): FacetTallies['terms'] {
  const counts = new ListTally(found, 'terms').countGroups((id) => vocabulary.groupOf(id), vocabulary.size);
  const named = new Map<number, (readonly [string, number])[]>();
  for (let group = 0; group < counts.length; group += 1) {
    const count = counts[group] ?? 0;
    if (count === 0) continue;
    const field = vocabulary.fieldOf(group);
    const entries = named.get(field);
    if (entries === undefined) named.set(field, [[vocabulary.nameOf(group), count]]);
    else entries.push([vocabulary.nameOf(group), count]);
  }
  return named;
}
