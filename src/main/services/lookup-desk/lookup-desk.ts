import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { CandidateOrder, CopyForm, LookupCandidate, LookupStatus } from '#shared/model/lookup.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { Lookup, LookupService } from '../lookup-service.ts';
import type { NamedIndicator } from '../ports/store/indicators.ts';
import type { Uploads } from '../uploads.ts';
import { type MergedCandidate, mergeLooks } from './merge-looks.ts';
import { type CandidateFilter, type CandidatePick, createCandidateLists, pickCandidates } from './pick.ts';
import { createSourceView, type SourceRow, type SourceView } from './source-view.ts';

/** What a window is told when a look-up is done; the candidates are asked for page by page. */
export interface LookupOverview {
  readonly id: number;
  readonly names: readonly string[];
  /** How many of each status and type there are; none is left out. */
  readonly counts: readonly { readonly status: LookupStatus; readonly type: IndicatorType; readonly count: number }[];
  readonly notes: readonly string[];
  /** Rows of text that can be shown beside. */
  readonly rowCount: number;
}

/** How far a look-up has come; the last one says that it runs no longer, however it ended. */
export interface LookupProgress {
  readonly id: number;
  /** The file at work. */
  readonly file: string;
  readonly stage: 'reading' | 'matching';
  /** Candidates told of, of `total`; both 0 while it is read. */
  readonly done: number;
  readonly total: number;
  readonly isRunning: boolean;
}

/** A candidate in a list: its first place, and the row of the shown text where that is. */
export interface ListedCandidate {
  readonly candidate: LookupCandidate;
  readonly row: number | null;
}

/** Look-ups of a window: files have arrived in pieces, results stay here and are handed out in pages. */
export interface LookupDesk {
  /**
   * Looks the files with these numbers up, as one look-up under the first number. One that cannot be read is a note unless it is
   * the only one.
   * @throws AppError `state.notFound`, `internal.cancelled`, and as `LookupService.look`.
   */
  run(ids: readonly number[]): Promise<LookupOverview>;
  /** Ends what is looked up under a number. */
  cancel(id: number): void;
  /** A page of the candidates that a filter lets through, with what is known about them now. @throws AppError `state.notFound`. */
  page(
    request: CandidateFilter & {
      readonly id: number;
      readonly order: CandidateOrder;
      readonly offset: number;
      readonly limit: number;
    },
  ): Promise<{ readonly rows: readonly ListedCandidate[]; readonly total: number }>;
  /** The places of one candidate, and the row of each. @throws AppError `state.notFound`. */
  places(
    id: number,
    index: number,
  ): readonly { readonly place: LookupCandidate['occurrences'][number]; readonly row: number | null }[];
  /** Rows of the text. @throws AppError `state.notFound`. */
  source(id: number, first: number, limit: number): readonly SourceRow[];
  /** Numbers of the valid candidates that a filter lets through, in an order. @throws AppError `state.notFound`. */
  indexes(id: number, filter: CandidateFilter, order: CandidateOrder): readonly number[];
  /** Ids of candidates, made where the cache has none; invalid ones are passed over. @throws AppError `state.notFound`. */
  ensure(pick: CandidatePick): Promise<readonly IndicatorId[]>;
  /** Names of candidates; invalid ones are passed over. @throws AppError `state.notFound`. */
  names(pick: CandidatePick): readonly NamedIndicator[];
  /** Ids of those candidates that the cache holds now; nothing is made. @throws AppError `state.notFound`. */
  known(pick: CandidatePick): Promise<readonly IndicatorId[]>;
  /** Lines for the clipboard from the `from`th candidate on; `next` is where the rest begins. @throws AppError `state.notFound`. */
  copy(
    pick: CandidatePick,
    form: CopyForm,
    from: number,
  ): Promise<{ readonly text: string; readonly next: number | null }>;
  /** Told a few times a second, and at the end. @returns a function that ends the subscription. */
  onProgress(listener: (progress: LookupProgress) => void): () => void;
}

/** Finished look-ups that are kept; the oldest makes room. */
const keptResults = 2;
/** Candidates per text for the clipboard. */
const copiedAtOnce = 1_000;
/** Least time between two messages about one look-up. */
const progressIntervalMs = 150;

interface Result {
  readonly candidates: readonly MergedCandidate[];
  readonly list: ReturnType<typeof createCandidateLists<MergedCandidate>>;
  readonly view: SourceView;
}

/** Keeps the results of the window in memory. */
export function createLookupDesk(parts: {
  readonly lookup: LookupService;
  readonly uploads: Pick<Uploads, 'take'>;
  readonly clock: Clock;
}): LookupDesk {
  const { lookup, uploads, clock } = parts;
  const results = new Map<number, Result>();
  const running = new Map<number, AbortController>();
  const listeners = new Set<(progress: LookupProgress) => void>();
  const tell = (progress: LookupProgress): void => {
    for (const listener of listeners) listener(progress);
  };

  const names = (pick: CandidatePick): readonly NamedIndicator[] =>
    pickCandidates(find(results, pick.id).candidates, pick).flatMap(({ type, value, status, known }) =>
      status === 'invalid' ? [] : { type: known?.summary.type ?? type, value: known?.summary.value ?? value },
    );

  return {
    async run(ids) {
      const id = ids[0] ?? 0;
      const files = ids.map((one) => uploads.take(one));
      const stop = new AbortController();
      running.set(id, stop);
      try {
        const watch = createWatch({ id, clock, tell });
        const { looks, notes } = await lookAll(lookup, files, { signal: stop.signal, watch });
        const merged = mergeLooks(looks);
        const view = createSourceView(merged);
        const { candidates } = merged;
        results.set(id, { candidates, list: createCandidateLists(candidates), view });
        keepAtMost(results, keptResults);
        return {
          id,
          names: files.map(({ name }) => name),
          counts: countKinds(candidates),
          notes: [...notes, ...merged.notes],
          rowCount: view.rowCount,
        };
      } finally {
        running.delete(id);
        tell({ id, file: '', stage: 'reading', done: 0, total: 0, isRunning: false });
      }
    },
    cancel: (id) => running.get(id)?.abort(),
    async page({ id, offset, limit, order, ...filter }) {
      const { list, view } = find(results, id);
      const all = list(filter, order);
      const some = all.slice(offset, offset + limit);
      const told = await lookup.tellAgain(some);
      const rows = some.map((candidate, at) => ({
        candidate: told[at] ?? candidate,
        row: view.rowOf(candidate.fileOf[0] ?? 0, candidate.occurrences[0]?.start ?? 0),
      }));
      return { rows, total: all.length };
    },
    places(id, index) {
      const { candidates, view } = find(results, id);
      const candidate = candidates[index];
      if (candidate === undefined) throw missing();
      return candidate.occurrences.map((place, at) => ({
        place,
        row: view.rowOf(candidate.fileOf[at] ?? 0, place.start),
      }));
    },
    source: (id, first, limit) => find(results, id).view.rows(first, limit),
    indexes: (id, filter, order) =>
      find(results, id)
        .list(filter, order)
        .map(({ index }) => index),
    names,
    async ensure(pick) {
      const ids = await lookup.ensure(names(pick));
      // Two hashes of one file are told as one indicator.
      return [...new Set(ids)];
    },
    async known(pick) {
      const told = await lookup.tellAgain(pickCandidates(find(results, pick.id).candidates, pick));
      return [...new Set(told.flatMap(({ status, known }) => (status === 'invalid' ? [] : (known?.summary.id ?? []))))];
    },
    async copy(pick, form, from) {
      // Defanging needs the list of public suffixes, which would cost every start.
      const { copyHeads, copyLine } = await import('./copy-text.ts');
      const meant = pickCandidates(find(results, pick.id).candidates, pick);
      const told = await lookup.tellAgain(meant.slice(from, from + copiedAtOnce));
      const lines = told.map((candidate) => copyLine(form, candidate)).join('');
      const next = from + copiedAtOnce;
      return { text: from === 0 ? copyHeads[form] + lines : lines, next: next < meant.length ? next : null };
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Watch = (progress: Pick<LookupProgress, 'file' | 'stage' | 'done' | 'total'>) => void;

/** The first message about each file goes out at once, the others a few times a second. */
function createWatch(parts: {
  readonly id: number;
  readonly clock: Clock;
  tell(progress: LookupProgress): void;
}): Watch {
  let [toldMs, toldOf] = [Number.NEGATIVE_INFINITY, ''];
  return (progress) => {
    const nowMs = parts.clock.monotonicMs();
    const of = `${progress.stage} ${progress.file}`;
    if (of === toldOf && nowMs - toldMs < progressIntervalMs) return;
    [toldMs, toldOf] = [nowMs, of];
    parts.tell({ id: parts.id, ...progress, isRunning: true });
  };
}

async function lookAll(
  lookup: LookupService,
  files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[],
  { signal, watch }: { readonly signal: AbortSignal; readonly watch: Watch },
): Promise<{ readonly looks: readonly Lookup[]; readonly notes: readonly string[] }> {
  const looks: Lookup[] = [];
  const notes: string[] = [];
  for (const file of files) {
    try {
      watch({ file: file.name, stage: 'reading', done: 0, total: 0 });
      const onProgress = (done: number, total: number): void =>
        watch({ file: file.name, stage: 'matching', done, total });
      looks.push(await lookup.look(file, { signal, withSource: true, onProgress }));
    } catch (error) {
      if (signal.aborted) throw new AppError('internal.cancelled', 'The look-up was stopped.', { cause: error });
      if (!(error instanceof AppError) || files.length === 1) throw error;
      notes.push(error.message);
    }
  }
  return { looks, notes };
}

const missing = (): AppError =>
  new AppError('state.notFound', 'This look-up is no longer here.', { suggestion: 'Look the text up again.' });

function find(results: ReadonlyMap<number, Result>, id: number): Result {
  const result = results.get(id);
  if (result === undefined) throw missing();
  return result;
}

/** Maps keep the order of insertion: the first is the oldest. */
function keepAtMost(kept: Map<number, unknown>, most: number): void {
  for (const id of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(id);
  }
}

function countKinds(candidates: readonly LookupCandidate[]): LookupOverview['counts'] {
  const counts = new Map<string, { status: LookupStatus; type: IndicatorType; count: number }>();
  for (const { status, type } of candidates) {
    const key = `${status} ${type}`;
    const entry = counts.get(key) ?? { status, type, count: 0 };
    counts.set(key, { ...entry, count: entry.count + 1 });
  }
  return [...counts.values()];
}
