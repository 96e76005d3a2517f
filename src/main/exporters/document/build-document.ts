import { type ReportSection, reportSections } from '#shared/model/report.ts';
import type { ExportOptions } from '../exporter.ts';
import { formatMoment } from '../moment.ts';
import type { ReportModel } from '../report-model.ts';
import { factBlocks, summaryBlocks, taskBlocks } from './case-blocks.ts';
import { chartBlocks } from './chart-blocks.ts';
import { type Block, foreign, type Inline, type ReportDocument, words } from './document.ts';
import { fileBlocks, noteBlocks, timelineBlocks } from './history-blocks.ts';
import { indicatorBlocks, relationBlocks } from './indicator-blocks.ts';
import { provenanceBlocks } from './provenance-blocks.ts';
import { missingBlocks, sourceBlocks } from './source-blocks.ts';
import { createWriter, type Writer } from './writer.ts';

/** What one section says; nothing where the report has nothing of the kind. */
type SectionBuilder = (model: ReportModel, write: Writer) => Iterable<Block> | AsyncIterable<Block>;

const builders: Readonly<Record<ReportSection, SectionBuilder>> = {
  summary: summaryBlocks,
  facts: factBlocks,
  tasks: taskBlocks,
  charts: chartBlocks,
  indicators: indicatorBlocks,
  provenance: provenanceBlocks,
  relations: relationBlocks,
  timeline: timelineBlocks,
  notes: noteBlocks,
  files: fileBlocks,
  sources: sourceBlocks,
  missing: missingBlocks,
};

/** What heads and closes the sheets of a report, and what its file may say of itself. */
export function describeReport(
  model: Pick<ReportModel, 'case' | 'tool' | 'tlp' | 'dataStateAtMs'>,
): Omit<ReportDocument, 'title' | 'blocks'> {
  const { tool, tlp, dataStateAtMs } = model;
  return {
    name: model.case === null ? 'Indicators' : model.case.number,
    tool,
    tlp,
    imprint: `${tool} · state of the data ${formatMoment(dataStateAtMs) ?? 'unknown'}`,
    dataStateAtMs,
  };
}

/** Turns the report model into the document that people read; pure. */
export function buildDocument(model: ReportModel, options: ExportOptions): ReportDocument {
  const write = createWriter(options, model);
  const { case: report } = model;
  return {
    title:
      report === null
        ? [words('Indicators: '), describeList(model.query)]
        : [words(`${report.number} `), write.text(report.title)],
    ...describeReport(model),
    blocks: listBlocks(model, write, options),
  };
}

/** What a list is of; null where somebody picked what is in it. */
function describeList(query: string | null): Inline {
  if (query === null) return words('picked by hand');
  return query === '' ? words('everything in the cache') : foreign(query);
}

async function* listBlocks(
  model: ReportModel,
  write: Writer,
  { template, sections: chosen = reportSections }: ExportOptions,
): AsyncIterable<Block> {
  const build = (section: ReportSection): ReturnType<SectionBuilder> => builders[section](model, write);
  if (template !== undefined) {
    // Loaded only for those who use templates.
    const { templateBlocks } = await import('../template/template-blocks.ts');
    yield* templateBlocks(template, { model, write }, build);
    return;
  }
  // In the order of reports, whatever the order of the choice.
  for (const section of reportSections) if (chosen.includes(section)) yield* build(section);
}
