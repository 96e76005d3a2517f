import type { LookupCandidate } from '../model/lookup.ts';
import { recallWords } from '../text/recall.ts';

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
    recall: summary === undefined ? null : recallWords(summary),
    opinions: (candidate.known?.opinions ?? []).map(({ isBenign, isLive, ...opinion }) => ({
      ...opinion,
      benign: isBenign,
      live: isLive,
    })),
    occurrences: candidate.occurrences.map(({ file, place, line, offset, context }) => ({
      file,
      place,
      line,
      offset,
      context,
    })),
  };
}
