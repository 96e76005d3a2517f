import type { Exporter } from '#main/exporters/exporter.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ReportHead } from './report-builder.ts';

/** The forms that keep everything, raw records included. */
function isLossless(exporter: Exporter): boolean {
  return exporter.id === 'json' || exporter.id === 'bundle';
}

/**
 * A case without indicators still has words; a format that is rows of indicators has nothing then.
 * @throws AppError `state.notFound` with the reason why there is nothing.
 */
export function refuseEmpty({ counts, leftOut, case: found, query }: ReportHead, exporter: Exporter): void {
  if (counts.total > 0) return;
  const hasWords =
    found !== null && (found.summary !== null || found.noteCount + found.tasks.length + found.files.length > 0);
  if (leftOut === 0 && hasWords && (exporter.audience === 'people' || isLossless(exporter))) return;
  const [reason, suggestion] = reasonOfNothing(leftOut, found !== null, query !== null);
  throw new AppError('state.notFound', `Nothing to export: ${reason}.`, { suggestion });
}

function reasonOfNothing(
  leftOut: number,
  isCase: boolean,
  isQuery: boolean,
): readonly [reason: string, suggestion: string] {
  if (leftOut > 0) return [`all ${leftOut} are marked above the ceiling`, 'Raise the ceiling, or leave it out.'];
  if (isCase)
    return ['no indicator is in it', 'Add indicators to it; reports for people also take a summary or notes.'];
  if (!isQuery) return ['nothing of what is picked is an indicator of the cache', 'Pick something else.'];
  return ['the query finds nothing', 'Ask for something else; * stands for everything.'];
}
