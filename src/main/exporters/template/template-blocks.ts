import type { ReportSection } from '#shared/model/report.ts';
import type { Block } from '../document/document.ts';
import type { Writer } from '../document/writer.ts';
import type { ReportModel } from '../report-model.ts';
import { renderTemplate } from './engine.ts';
import { readMarkup } from './read-markup.ts';
import { buildScope } from './scope.ts';

/** Builds one of the report's own sections. */
export type BuildSection = (section: ReportSection) => Iterable<Block> | AsyncIterable<Block>;

/**
 * The blocks of a report as the analyst's own template has them.
 * @throws AppError `input.invalid` when the template cannot be used, `input.tooLarge` when it wants too many indicators at once.
 */
export async function* templateBlocks(
  template: string,
  { model, write }: { readonly model: ReportModel; readonly write: Writer },
  build: BuildSection,
): AsyncIterable<Block> {
  const wantsIndicators = /\bindicators\b/.test(template.replaceAll(/\{%-?\s*section[^%]*%\}/g, ''));
  const scope = await buildScope(model, write, wantsIndicators);
  for (const piece of readMarkup(await renderTemplate(template, scope))) {
    if (piece.kind === 'section') yield* build(piece.section);
    else yield piece;
  }
}
