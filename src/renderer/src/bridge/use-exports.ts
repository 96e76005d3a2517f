import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { ExportFormatDescription, ExportInput, ExportResult } from '#shared/contract/schemas.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** The formats this program writes. */
export function useExportFormats(): UseQueryResult<ExportFormatDescription[]> {
  return useAnswer({ name: 'exports.formats', input: null, key: keys.formats });
}

/** Writes a file where main chose; null when the analyst cancelled. */
export function useExport(): UseMutationResult<ExportResult | null, Error, ExportInput> {
  return useCommand('exports.write', []);
}
