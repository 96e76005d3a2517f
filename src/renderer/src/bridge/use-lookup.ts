import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type {
  LookupOverview,
  LookupPick,
  LookupProgress,
  LookupRow,
  LookupSourceRow,
} from '#shared/contract/lookup-schemas.ts';
import type { MethodOutput } from '#shared/contract/methods.ts';
import type { CandidateOrder, CopyForm, LookupStatus } from '#shared/model/lookup.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { useClient } from './client-context.ts';
import { fitFiles } from './fit-files.ts';
import { keys } from './keys.ts';
import { sendFile, type WindowFile } from './send-file.ts';
import { useAnswer } from './use-answer.ts';

/** Which candidates are listed, and how; empty lists mean any. */
export interface CandidateList {
  readonly id: number;
  readonly statuses: readonly LookupStatus[];
  readonly types: readonly IndicatorType[];
  readonly order: CandidateOrder;
}

/** Rows per page; the most the contract allows. */
export const candidatePageSize = 50;
export const sourcePageSize = 200;
/** Pages out of sight are forgotten after this long. */
const keepPageMs = 20_000;

const inputOf = ({ id, statuses, types, order }: CandidateList) => ({
  id,
  statuses: [...statuses],
  types: [...types],
  order,
});

/** Numbers of all that are listed, in their order. */
export function useCandidateIndexes(list: CandidateList): UseQueryResult<MethodOutput<'lookup.indexes'>> {
  return useAnswer({
    name: 'lookup.indexes',
    input: inputOf(list),
    key: keys.candidateIndexes(list),
    keepPrevious: true,
  });
}

/** Pages of something that is read as it scrolls into sight. */
interface Pages<Row> {
  readonly pages: ReadonlyMap<number, readonly Row[]>;
  readonly error: Error | null;
  readonly retry: () => void;
}

interface Answer<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
  refetch(): Promise<unknown>;
}

function gatherPages<Data, Row>(
  numbers: readonly number[],
  answers: readonly Answer<Data>[],
  rowsOf: (data: Data) => readonly Row[],
): Pages<Row> {
  const pages = answers.flatMap(({ data }, at) =>
    data === undefined ? [] : [[numbers[at] ?? 0, rowsOf(data)] as const],
  );
  return {
    pages: new Map(pages),
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const answer of answers) if (answer.error !== null) void answer.refetch();
    },
  };
}

/** Listed candidates, with what is known about them now. */
export function useCandidatePages(list: CandidateList, numbers: readonly number[]): Pages<LookupRow> {
  const client = useClient();
  const answers = useQueries({
    queries: numbers.map((page) => ({
      queryKey: keys.candidatePage(list, page),
      queryFn: () =>
        client.call('lookup.page', { ...inputOf(list), offset: page * candidatePageSize, limit: candidatePageSize }),
      gcTime: keepPageMs,
    })),
  });
  return gatherPages(numbers, answers, ({ rows }) => rows);
}

/** Rows of the text that was looked up. */
export function useSourcePages(id: number, numbers: readonly number[]): Pages<LookupSourceRow> {
  const client = useClient();
  const answers = useQueries({
    queries: numbers.map((page) => ({
      queryKey: keys.lookupSource(id, page),
      queryFn: () => client.call('lookup.source', { id, first: page * sourcePageSize, limit: sourcePageSize }),
      gcTime: keepPageMs,
      // A text that was looked up does not change.
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  return gatherPages(numbers, answers, (rows) => rows);
}

/** The places of a candidate. */
export function useCandidatePlaces(id: number, index: number): UseQueryResult<MethodOutput<'lookup.places'>> {
  return useAnswer({ name: 'lookup.places', input: { id, index }, key: keys.candidatePlaces(id, index) });
}

/** Text of candidates for the clipboard, put together from the pieces that main sends. */
export function useCopyText(): (pick: LookupPick, form: CopyForm) => Promise<string> {
  const client = useClient();
  return async (pick, form) => {
    const parts: string[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const { text, next }: MethodOutput<'lookup.copy'> = await client.call('lookup.copy', { pick, form, from });
      parts.push(text);
      from = next;
    }
    return parts.join('');
  };
}

/** How far a look-up has come: files on their way to main first, then main's own words. */
export type LookupStep =
  | { readonly kind: 'sending'; readonly file: string; readonly share: number }
  | { readonly kind: 'working'; readonly progress: LookupProgress | undefined };

/** A look-up that runs. */
export interface RunningLookup {
  readonly step: LookupStep;
  cancel(): void;
}

/** Starts look-ups; one at a time. */
export interface LookupRunner {
  readonly running: RunningLookup | undefined;
  /** @returns undefined when it was stopped. @throws AppError as {@link fitFiles}, `files.open` and `lookup.run`. */
  run(files: readonly WindowFile[]): Promise<LookupOverview | undefined>;
}

/** See {@link LookupRunner}. */
export function useLookupRunner(): LookupRunner {
  const client = useClient();
  const [running, setRunning] = useState<RunningLookup>();
  const [progress, setProgress] = useState<LookupProgress>();
  useEffect(() => client.on('lookup.progressed', setProgress), [client]);
  const run = useCallback(
    async (files: readonly WindowFile[]) => {
      const stop = new AbortController();
      const cancel = (): void => stop.abort();
      setProgress(undefined);
      try {
        const onStep = (step: LookupStep): void => setRunning({ step, cancel });
        const { fitting, notes } = fitFiles(files);
        const ids = await sendAll(client, fitting, { signal: stop.signal, onStep });
        const [id] = ids ?? [];
        if (ids === undefined || id === undefined) return undefined;
        stop.signal.addEventListener('abort', () => void client.call('lookup.cancel', { id }));
        onStep({ kind: 'working', progress: undefined });
        const overview = await client.call('lookup.run', { ids: [...ids] });
        return { ...overview, notes: [...notes, ...overview.notes] };
      } catch (error) {
        if (stop.signal.aborted) return undefined;
        throw error;
      } finally {
        setRunning(undefined);
      }
    },
    [client],
  );
  const shown = useMemo<RunningLookup | undefined>(
    () => (running?.step.kind === 'working' ? { ...running, step: { kind: 'working', progress } } : running),
    [running, progress],
  );
  return { running: shown, run };
}

/** @returns the numbers under which main keeps the files; undefined when it was stopped. */
async function sendAll(
  client: Client,
  files: readonly WindowFile[],
  { signal, onStep }: { readonly signal: AbortSignal; readonly onStep: (step: LookupStep) => void },
): Promise<readonly number[] | undefined> {
  const total = files.reduce((sum, { content }) => sum + content.size, 0);
  const ids: number[] = [];
  let sent = 0;
  for (const { name, content } of files) {
    const onProgress = (bytes: number): void =>
      onStep({ kind: 'sending', file: name, share: total === 0 ? 0 : (sent + bytes) / total });
    onProgress(0);
    const id = await sendFile(client, { name, content }, { signal, onProgress });
    if (id === undefined) return undefined;
    ids.push(id);
    sent += content.size;
  }
  return ids;
}
