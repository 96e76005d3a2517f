import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { MethodInput, MethodName, MethodOutput } from '#shared/contract/methods.ts';
import type { AdditionProgress } from '#shared/contract/schemas.ts';
import type { BundleView } from '#shared/model/bundle.ts';
import type { Case, CaseFile, CaseIndicator, CaseIndicatorRow, CaseSummary } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { refresh } from './refresh.ts';
import { sendFile, type WindowFile } from './send-file.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** All cases. */
export function useCases(): UseQueryResult<CaseSummary[]> {
  return useAnswer({ name: 'cases.list', input: null, key: keys.cases });
}

/** One case; its indicators are asked for page by page. */
export function useCase(number: CaseNumber): UseQueryResult<Case> {
  return useAnswer({ name: 'cases.get', input: { number }, key: keys.case(number) });
}

/** One indicator of a case with all that was frozen of it. */
export function useCaseIndicator(number: CaseNumber, { type, value }: CaseIndicatorRow): UseQueryResult<CaseIndicator> {
  return useAnswer({
    name: 'cases.indicator',
    input: { number, type, value },
    key: keys.caseIndicator(number, type, value),
  });
}

type Command<Name extends MethodName> = UseMutationResult<MethodOutput<Name>, Error, MethodInput<Name>>;

/** Creates a case. */
export function useCreateCase(): Command<'cases.create'> {
  return useCommand('cases.create', ['cases']);
}

/** Puts indicators into a case; the rows then show the case's number. */
export function useAddToCase(): Command<'cases.addIndicators'> {
  return useCommand('cases.addIndicators', ['cases', 'indicators']);
}

/** Takes an addition to a case back. */
export function useUndoAddition(): Command<'cases.undoAddition'> {
  return useCommand('cases.undoAddition', ['cases', 'indicators']);
}

/** Ends what is being added to a case. */
export function useCancelAddition(): Command<'cases.cancelAddition'> {
  return useCommand('cases.cancelAddition', []);
}

/** How far the addition to a case is that runs now, whoever began it; undefined while none does. */
export function useAdditionProgress(number: CaseNumber | undefined): AdditionProgress | undefined {
  const client = useClient();
  const [progress, setProgress] = useState<AdditionProgress>();
  useEffect(() => client.on('cases.additionProgressed', setProgress), [client]);
  return progress?.isRunning && progress.number === number ? progress : undefined;
}

/** The text of a record that is pinned to a note of a case. */
export function useEvidenceRaw(number: CaseNumber, id: number): UseQueryResult<MethodOutput<'cases.evidenceRaw'>> {
  return useAnswer({ name: 'cases.evidenceRaw', input: { number, id }, key: keys.caseEvidence(number, id) });
}

/** Sends files to main one after the other and takes what proves each into a case. */
export function useAddFiles(number: CaseNumber): UseMutationResult<readonly CaseFile[], Error, readonly WindowFile[]> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (files: readonly WindowFile[]) => {
      const { signal } = new AbortController();
      const added: CaseFile[] = [];
      for (const file of files) {
        const fileId = await sendFile(client, file, { signal, onProgress: () => undefined });
        if (fileId !== undefined) added.push(await client.call('cases.addFile', { number, fileId, comment: null }));
      }
      return added;
    },
    // Also after an error: the files before it are in.
    onSettled: () => refresh(cache, ['cases', 'audit']),
  });
}

/** A bundle that has arrived, as it was opened. */
export interface OpenedBundle {
  readonly id: number;
  readonly name: string;
  readonly view: BundleView;
}

/** Sends a bundle to main, which opens it read-only and checks it. */
export function useOpenBundle(): UseMutationResult<OpenedBundle | undefined, Error, WindowFile> {
  const client = useClient();
  return useMutation({
    mutationFn: async (file: WindowFile) => {
      const { signal } = new AbortController();
      const id = await sendFile(client, file, { signal, onProgress: () => undefined });
      if (id === undefined) return undefined;
      return { id, name: file.name, view: await client.call('bundles.open', { id, passphrase: null }) };
    },
  });
}

/** Opens a bundle that has arrived with a passphrase. */
export function useUnlockBundle(): Command<'bundles.open'> {
  return useCommand('bundles.open', []);
}

/** What can be done inside a case. */
export interface CaseCommands {
  readonly update: Command<'cases.update'>;
  readonly removeIndicator: Command<'cases.removeIndicator'>;
  readonly addNote: Command<'cases.addNote'>;
  readonly addTimelineEntry: Command<'cases.addTimelineEntry'>;
  readonly removeTimelineEntry: Command<'cases.removeTimelineEntry'>;
  readonly pinNote: Command<'cases.pinNote'>;
  readonly pinRecord: Command<'cases.pinRecord'>;
  readonly unpinRecord: Command<'cases.unpinRecord'>;
  readonly removeFile: Command<'cases.removeFile'>;
  readonly addTask: Command<'cases.addTask'>;
  readonly setTaskDone: Command<'cases.setTaskDone'>;
  readonly close: Command<'cases.close'>;
}

/** See {@link CaseCommands}. */
export function useCaseCommands(): CaseCommands {
  return {
    update: useCommand('cases.update', ['cases']),
    removeIndicator: useCommand('cases.removeIndicator', ['cases', 'indicators']),
    addNote: useCommand('cases.addNote', ['cases']),
    addTimelineEntry: useCommand('cases.addTimelineEntry', ['cases']),
    removeTimelineEntry: useCommand('cases.removeTimelineEntry', ['cases']),
    pinNote: useCommand('cases.pinNote', ['cases']),
    pinRecord: useCommand('cases.pinRecord', ['cases']),
    unpinRecord: useCommand('cases.unpinRecord', ['cases']),
    removeFile: useCommand('cases.removeFile', ['cases']),
    addTask: useCommand('cases.addTask', ['cases']),
    setTaskDone: useCommand('cases.setTaskDone', ['cases']),
    close: useCommand('cases.close', ['cases']),
  };
}
