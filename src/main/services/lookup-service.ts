import { AppError } from '#shared/errors/app-error.ts';
import { reasonTexts } from '#shared/model/candidate.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { LookupCandidate, LookupStatus } from '#shared/model/lookup.ts';
import type { DocumentFile, DocumentScanner, FoundCandidate, ScanOptions, SourceText } from './ports/documents.ts';
import type { NamedIndicator } from './ports/store/indicators.ts';
import type { Store } from './ports/store.ts';

/** What a look-up found in its files. */
export interface Lookup {
  /** In the order of the text, each distinct one once over all files. */
  readonly candidates: readonly LookupCandidate[];
  /** What was passed over, and why. */
  readonly notes: readonly string[];
  /** As {@link ScanOptions} asked for it. */
  readonly source: SourceText | null;
}

/** How a file is looked up, and who watches. */
export interface LookOptions extends ScanOptions {
  /** The file was read; candidates told of so far. */
  onProgress?(done: number, total: number): void;
}

/** Finds the indicators in documents and tells what the cache knows about them; never touches the network. */
export interface LookupService {
  /** @throws AppError `input.tooLarge`, `input.invalid`, `internal.cancelled`. */
  look(file: DocumentFile, options?: LookOptions): Promise<Lookup>;
  /** The same candidates with what is known about them now; they stay what they were found to be. */
  tellAgain(candidates: readonly LookupCandidate[]): Promise<readonly LookupCandidate[]>;
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
    async look(file, options = {}) {
      const { signal, onProgress } = options;
      await ensureLists(store);
      const { candidates, notes, source } = await scanner.scan(file, options);
      const told: LookupCandidate[] = [];
      for (let start = 0; start < candidates.length; start += batchSize) {
        signal?.throwIfAborted();
        onProgress?.(start, candidates.length);
        told.push(...(await tell(store, candidates.slice(start, start + batchSize), start)));
      }
      return { candidates: told, notes, source };
    },
    async tellAgain(candidates) {
      const valid = candidates.filter(({ status }) => status !== 'invalid');
      const facts = await readFacts(store, valid);
      const byIndex = new Map(valid.map(({ index }, at) => [index, facts[at] ?? nothing]));
      return candidates.map((candidate) => ({ ...candidate, ...byIndex.get(candidate.index) }));
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

type Facts = Pick<LookupCandidate, 'known' | 'lists'>;
const nothing: Facts = { known: null, lists: [] };

/** What cache and lists say about each name, in their order. */
async function readFacts(store: Store, names: readonly NamedIndicator[]): Promise<readonly Facts[]> {
  const asked = names.map(({ type, value }) => ({ type, value }));
  const [known, lists] = await Promise.all([
    store.read('indicators.known', { names: asked }),
    store.read('lists.match', { indicators: asked }),
  ]);
  return asked.map((_, at) => ({ known: known[at] ?? null, lists: [...(lists[at] ?? [])] }));
}

/** What is known about some candidates; of invalid ones nothing is asked. */
async function tell(
  store: Store,
  found: readonly FoundCandidate[],
  first: number,
): Promise<readonly LookupCandidate[]> {
  const facts = (await readFacts(store, found.filter(isValid))).values();
  return found.map((candidate, index) => {
    const parts = (isValid(candidate) ? facts.next().value : undefined) ?? nothing;
    const reason = candidate.trap ?? candidate.remark;
    return {
      index: first + index,
      type: candidate.type,
      value: candidate.value,
      input: candidate.input,
      status: statusOf(isValid(candidate), parts),
      reason: reason === null ? null : reasonTexts[reason],
      ...parts,
      occurrences: [...candidate.occurrences],
      total: candidate.total,
    };
  });
}

const isValid = ({ trap }: FoundCandidate): boolean => trap === null;

function statusOf(isNamed: boolean, { known, lists }: Facts): LookupStatus {
  if (!isNamed) return 'invalid';
  if (known !== null) return 'known';
  return lists.length > 0 ? 'listed' : 'unknown';
}
