import { type UseMutationResult, type UseQueryResult, useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ImportOutcome, ImportOverview, ImportProgress, ImportRow } from '#shared/contract/import-schemas.ts';
import type { MethodInput, MethodOutput } from '#shared/contract/methods.ts';
import type { ImportStatus } from '#shared/model/import.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { sendFile, type WindowFile } from './send-file.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** Rows that are asked for at once; the most the contract allows. */
export const importPageSize = 100;

/** Sends a file to main and reads it there. */
export function useOpenImport(): UseMutationResult<ImportOverview | undefined, Error, WindowFile> {
  const client = useClient();
  return useMutation({
    mutationFn: async (file: WindowFile) => {
      const { signal } = new AbortController();
      const id = await sendFile(client, file, { signal, onProgress: () => undefined });
      return id === undefined ? undefined : client.call('imports.read', { id, format: null, mapping: null });
    },
  });
}

/** Reads a file that is in main again, by another mapping. */
export function useReadAgain(): UseMutationResult<ImportOverview, Error, MethodInput<'imports.read'>> {
  return useCommand('imports.read', []);
}

type Choice = MethodInput<'imports.run'>['case'];

/** What importing would come to; asked anew for another choice, and after the file was read again. */
export function useImportPreview(of: {
  readonly id: number;
  readonly choice: Choice;
  readonly version: number;
  readonly enabled: boolean;
}): UseQueryResult<ImportOutcome> {
  return useAnswer({
    name: 'imports.preview',
    input: { id: of.id, case: of.choice },
    key: keys.importPreview(of.id, of.choice, of.version),
    enabled: of.enabled,
    keepMs: 0,
  });
}

/** The first rows of some statuses, with what they come to. */
export function useImportRows(of: {
  readonly id: number;
  readonly statuses: readonly ImportStatus[];
  readonly page: number;
  /** What the preview or the import answered: rows are of that. */
  readonly outcome: ImportOutcome | undefined;
}): UseQueryResult<ImportRow[]> {
  return useAnswer({
    name: 'imports.rows',
    input: { id: of.id, statuses: [...of.statuses], offset: of.page * importPageSize, limit: importPageSize },
    key: keys.importRows(of.id, of.statuses, of.page, of.outcome),
    enabled: of.outcome !== undefined,
    keepPrevious: true,
    keepMs: 0,
  });
}

/** Imports. */
export function useRunImport(): UseMutationResult<ImportOutcome, Error, MethodInput<'imports.run'>> {
  return useCommand('imports.run', ['cases', 'indicators', 'connections']);
}

/** Ends what runs, and forgets the file. */
export function useEndImport(): {
  readonly cancel: (id: number) => void;
  readonly drop: (id: number) => void;
} {
  const client = useClient();
  return useMemo(
    () => ({
      cancel: (id) => void client.call('imports.cancel', { id }),
      drop: (id) => void client.call('imports.drop', { id }),
    }),
    [client],
  );
}

/** How far the import is that runs now; undefined while none does. */
export function useImportProgress(): ImportProgress | undefined {
  const client = useClient();
  const [progress, setProgress] = useState<ImportProgress>();
  useEffect(() => client.on('imports.progressed', setProgress), [client]);
  return progress?.isRunning === true ? progress : undefined;
}

/** Saved mappings of CSV columns. */
export function useMappings(enabled: boolean): UseQueryResult<MethodOutput<'imports.mappings'>> {
  return useAnswer({ name: 'imports.mappings', input: null, key: keys.importMappings, enabled });
}

export function useSaveMapping(): UseMutationResult<null, Error, MethodInput<'imports.saveMapping'>> {
  return useCommand('imports.saveMapping', ['settings']);
}

export function useRemoveMapping(): UseMutationResult<null, Error, MethodInput<'imports.removeMapping'>> {
  return useCommand('imports.removeMapping', ['settings']);
}
