import type { LookupCandidate } from '#shared/model/lookup.ts';
import type { Lookup } from '../lookup-service.ts';
import type { SourceText } from '../ports/documents.ts';

/** A candidate of several files with, per place told, the file's number among them. */
export interface MergedCandidate extends LookupCandidate {
  readonly fileOf: readonly number[];
}

/** What several files hold together: each distinct candidate once, in the order of the files. */
export interface MergedLook {
  readonly candidates: readonly MergedCandidate[];
  readonly notes: readonly string[];
  /** Per file; null where its text is not shown. */
  readonly sources: readonly (SourceText | null)[];
}

/** Different candidates over all files: as many as one file may have. */
const mostCandidates = 100_000;

/** Puts the look-ups of several files together; pure. */
export function mergeLooks(looks: readonly Lookup[]): MergedLook {
  const all = new Map<string, MergedCandidate>();
  let isCut = false;
  looks.forEach(({ candidates }, file) => {
    for (const candidate of candidates) {
      const key = `${candidate.status === 'invalid'} ${candidate.type} ${candidate.value}`;
      const known = all.get(key);
      if (known === undefined && all.size >= mostCandidates) {
        isCut = true;
        continue;
      }
      const fileOf = candidate.occurrences.map(() => file);
      all.set(
        key,
        known === undefined
          ? { ...candidate, index: all.size, fileOf }
          : {
              ...known,
              occurrences: [...known.occurrences, ...candidate.occurrences],
              fileOf: [...known.fileOf, ...fileOf],
              total: known.total + candidate.total,
            },
      );
    }
  });
  const more = isCut ? [`More than ${mostCandidates} different candidates; the others were passed over.`] : [];
  return {
    candidates: [...all.values()],
    notes: [...looks.flatMap(({ notes }) => notes), ...more],
    sources: looks.map(({ source }) => source),
  };
}
