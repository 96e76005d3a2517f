import type { LookupCandidate } from '../model/lookup.ts';

/** A candidate as `lookup --json` prints it. */
export function publicCandidate(candidate: LookupCandidate) {
  const summary = candidate.known?.summary;
  return {
    type: candidate.type,
    value: candidate.value,
    input: candidate.input,
    status: candidate.status,
    reason: candidate.reason,
    lists: candidate.lists,
    score: summary?.score ?? null,
    severity: summary?.severity ?? null,
    vendors: summary?.vendors ?? [],
    verdict: summary?.verdict ?? null,
    cases: summary?.cases ?? [],
    occurrences: candidate.occurrences.map(({ file, place, line, offset, context }) => ({
      file,
      place,
      line,
      offset,
      context,
    })),
  };
}
