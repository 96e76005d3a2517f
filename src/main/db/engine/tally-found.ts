import { countBits } from '#main/search/bits.ts';
import type { Found } from '#main/search/engine.ts';
import { scanRange } from '#main/search/scan-columns.ts';
import { type ColumnName, flagMasks } from '#main/search/segment.ts';
import { tallyColumn, tallyGroups } from '#main/search/tally.ts';
import type { ReadConnection } from '../connection.ts';
import { readStreamNames } from '../operations/streams.ts';
import { expiryBands, type FacetTallies } from '../search/facets.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What facets need beside the result itself. */
export interface TallyContext {
  readonly db: ReadConnection;
  readonly nowMs: number;
  readonly vocabulary: Vocabulary;
}

/** Counts every facet of a result. */
export function tallyFound(found: Found, { db, nowMs, vocabulary }: TallyContext): FacetTallies {
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
      expired: countRange(found, 'expired_from', [Number.NEGATIVE_INFINITY, nowMs]),
      gone: countFlag(flagMasks.gone),
      listed: countFlag(flagMasks.listed),
      conflicting: countFlag(flagMasks.conflicting),
      derived: countFlag(flagMasks.derived),
    },
    expires: expiryBands.map(({ fromMs, toMs }) => countRange(found, 'expires', [nowMs + fromMs, nowMs + toMs - 1])),
    streams: tallyStreams(found, db),
    terms: tallyTerms(found, vocabulary),
  };
}

function countRange({ parts }: Found, name: ColumnName, [min, max]: readonly [number, number]): number {
  return parts.reduce((sum, { segment, index }) => {
    const column = segment.columns[name];
    return sum + countBits(scanRange(column.codes, column.rangeOf(min, max), index.bits));
  }, 0);
}

function tallyStreams(found: Found, db: ReadConnection): FacetTallies['streams'] {
  const names = readStreamNames(db);
  const countBy = (field: 'vendor' | 'connection' | 'stream'): ReadonlyMap<string, number> => {
    const words = [...new Set([...names.values()].map((name) => name[field]))];
    const groups = new Map([...names].map(([id, name]) => [id, words.indexOf(name[field])]));
    const counts = tallyGroups(found, 'streams', (id) => groups.get(id) ?? -1);
    return new Map([...counts].map(([group, count]) => [words[group] ?? '', count]));
  };
  return { vendor: countBy('vendor'), connection: countBy('connection'), stream: countBy('stream') };
}

function tallyTerms(found: Found, vocabulary: Vocabulary): FacetTallies['terms'] {
  const counts = tallyGroups(found, 'terms', (id) => vocabulary.groupOf(id));
  const named = new Map<number, (readonly [string, number])[]>();
  for (const [group, count] of counts) {
    const field = vocabulary.fieldOf(group);
    const entries = named.get(field) ?? [];
    entries.push([vocabulary.nameOf(group), count]);
    named.set(field, entries);
  }
  return named;
}
