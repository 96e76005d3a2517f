import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { MethodInput } from '#shared/contract/methods.ts';
import type {
  ExportFormatDescription,
  ExportPreview,
  ExportProgress,
  ExportResult,
  TemplateList,
} from '#shared/contract/schemas.ts';
import { useClient } from './client-context.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** The formats this program writes. */
export function useExportFormats(): UseQueryResult<ExportFormatDescription[]> {
  return useAnswer({ name: 'exports.formats', input: null, key: keys.formats });
}

/** The analyst's own templates; asked anew each time a dialog opens, since they are files. */
export function useTemplates(): UseQueryResult<TemplateList> {
  return useAnswer({ name: 'exports.templates', input: null, key: keys.templates, keepMs: 0 });
}

/** Writes a file where main chose; null when the analyst cancelled. */
export function useExport(): UseMutationResult<ExportResult | null, Error, MethodInput<'exports.write'>> {
  return useCommand('exports.write', []);
}

/** Stops the exports that run. */
export function useCancelExport(): UseMutationResult<null, Error, null> {
  return useCommand('exports.cancel', []);
}

/** The beginning of a report as text. */
export function useExportPreview(): UseMutationResult<ExportPreview, Error, MethodInput<'exports.preview'>> {
  return useCommand('exports.preview', []);
}

/** How far the export is that runs now; undefined while none does. */
export function useExportProgress(): ExportProgress | undefined {
  const client = useClient();
  const [progress, setProgress] = useState<ExportProgress>();
  useEffect(() => client.on('exports.progressed', setProgress), [client]);
  return progress?.stage === 'over' ? undefined : progress;
}
