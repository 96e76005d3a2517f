import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorFacts } from '#shared/model/indicator.ts';
import type { ExportOptions } from './exporter.ts';

/** Judged benign, or on a list of harmless values: nothing to block. */
export function isHarmless({ verdict, flags }: Pick<IndicatorFacts, 'verdict' | 'flags'>): boolean {
  return verdict === 'benign' || flags.includes('listed');
}

/** Whether the choices for a block list keep an indicator. */
export function isChosen(indicator: IndicatorFacts, { types, verdicts, includeHarmless }: ExportOptions): boolean {
  if (types !== undefined && !types.includes(indicator.type)) return false;
  if (verdicts !== undefined && !verdicts.includes(indicator.verdict)) return false;
  // Who asks for the verdict benign has asked for what is harmless.
  return includeHarmless === true || verdicts?.includes('benign') === true || !isHarmless(indicator);
}

/** The error of a file that would hold nothing. */
export function nothingLeft(): AppError {
  return new AppError('state.notFound', 'Nothing to export: none of the indicators fits this format and its choices.', {
    suggestion: 'Choose other types or verdicts, include harmless values, or use another format.',
  });
}
