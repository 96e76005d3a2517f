import { AppError } from '#shared/errors/app-error.ts';
import { reasonTexts } from '#shared/model/candidate.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { LookupCandidate, LookupStatus } from '#shared/model/lookup.ts';
import type { DocumentFile, DocumentScanner, FoundCandidate } from './ports/documents.ts';
import type { NamedIndicator } from './ports/store/indicators.ts';
import type { Store } from './ports/store.ts';

/** What a look-up found in its files. */
export interface Lookup {
  /** In the order of the text, each distinct one once over all files. */
  readonly candidates: readonly LookupCandidate[];
  /** What was passed over, and why. */
  readonly notes: readonly string[];
}

/** Finds the indicators in documents and tells what the cache knows about them; never touches the network. */
export interface LookupService {
  /** @throws AppError `input.tooLarge`, `input.invalid`, `internal.cancelled`. */
  look(file: DocumentFile, signal?: AbortSignal): Promise<Lookup>;
  /** Ids of values that a case or decision needs, known ones or new; in their order. */
  ensure(names: readonly NamedIndicator[]): Promise<readonly IndicatorId[]>;
}

export interface LookupServiceParts {
  readonly store: Store;
  readonly scanner: DocumentScanner;
}

/** Names per question to the store. */
const batchSize = 500;

/** Puts together what the reader of documents finds and what the store knows. */
export function createLookupService({ store, scanner }: LookupServiceParts): LookupService {
  return {
    async look(file, signal) {
      await ensureLists(store);
      const { candidates, notes } = await scanner.scan(file, signal);
      const told: LookupCandidate[] = [];
      for (let start = 0; start < candidates.length; start += batchSize) {
        signal?.throwIfAborted();
        told.push(...(await tell(store, candidates.slice(start, start + batchSize), start)));
      }
      return { candidates: told, notes };
    },
    async ensure(names) {
      const ids: IndicatorId[] = [];
      for (let start = 0; start < names.length; start += batchSize) {
        const batch = names.slice(start, start + batchSize).map(({ type, value }) => ({ type, value, received: null }));
        ids.push(...(await store.write('indicators.ensure', { names: batch })).ids);
      }
      return ids;
    },
  };
}

/** A data folder without a database gets one with the shipped lists; where nothing can be written, none are told. */
async function ensureLists(store: Store): Promise<void> {
  if ((await store.read('lists.list', null)).length > 0) return;
  await store.write('store.maintain', null).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'storage.readOnly') throw error;
  });
}

/** What is known about some candidates; of invalid ones nothing is asked. */
async function tell(
  store: Store,
  found: readonly FoundCandidate[],
  first: number,
): Promise<readonly LookupCandidate[]> {
  const names = found.filter(({ trap }) => trap === null).map(({ type, value }) => ({ type, value }));
  const [known, lists] = await Promise.all([
    store.read('indicators.known', { names }),
    store.read('lists.match', { indicators: names }),
  ]);
  let asked = -1;
  return found.map((candidate, index) => {
    if (candidate.trap === null) asked += 1;
    const isAsked = candidate.trap === null;
    const parts = {
      known: isAsked ? (known[asked] ?? null) : null,
      lists: isAsked ? [...(lists[asked] ?? [])] : [],
    };
    const reason = candidate.trap ?? candidate.remark;
    return {
      index: first + index,
      type: candidate.type,
      value: candidate.value,
      input: candidate.input,
      status: statusOf(isAsked, parts),
      reason: reason === null ? null : reasonTexts[reason],
      ...parts,
      occurrences: [...candidate.occurrences],
      total: candidate.total,
    };
  });
}

function statusOf(isValid: boolean, { known, lists }: Pick<LookupCandidate, 'known' | 'lists'>): LookupStatus {
  if (!isValid) return 'invalid';
  if (known !== null) return 'known';
  return lists.length > 0 ? 'listed' : 'unknown';
}
