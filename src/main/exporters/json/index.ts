import { writeJsonArray } from '#shared/public-json/array.ts';
import { publicFile, publicNote, publicTimelineEntry } from '#shared/public-json/case.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import type { Exporter } from '../exporter.ts';
import type { ReportCase, ReportModel } from '../report-model.ts';
import { describeMember } from './describe.ts';

/** Version of the form below; raised when a reader of an older one would misunderstand. */
const formatVersion = 1;

/** Our own lossless form: the report model with the names of the command line's JSON, exact values, ISO times. */
export const json: Exporter = {
  id: 'json',
  displayName: 'JSON, lossless',
  fileExtension: 'json',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: ['raw'],
  async *render(model) {
    // What may be many thousands is written one by one: closing braces make room for it.
    yield `${JSON.stringify(describeHead(model)).slice(0, -1)},"case":`;
    if (model.case === null) yield 'null';
    else yield* writeCase(model.case, model);
    yield ',"indicators":';
    yield* writeJsonArray(model.indicators(), describeMember, '\n');
    yield '}\n';
  },
};

function describeHead(model: ReportModel) {
  return {
    format: model.case === null ? 'sightline-list' : 'sightline-case',
    version: formatVersion,
    tool: model.tool,
    author: model.author,
    dataStateAt: publicMoment(model.dataStateAtMs),
    tlp: model.tlp,
    tlpRaised: model.tlpRaised,
    leftOut: model.leftOut,
    query: model.query,
    sources: model.sources.map(({ lastCompleteAtMs, ...source }) => ({
      ...source,
      lastCompleteAt: publicMoment(lastCompleteAtMs),
    })),
  };
}

async function* writeCase(report: ReportCase, model: ReportModel): AsyncIterable<string> {
  const { createdAtMs, updatedAtMs, closedAtMs, noteCount: _counted, files, ...rest } = report;
  const fields = {
    ...rest,
    files: files.map(publicFile),
    createdAt: publicMoment(createdAtMs),
    updatedAt: publicMoment(updatedAtMs),
    closedAt: publicMoment(closedAtMs),
  };
  yield `${JSON.stringify(fields).slice(0, -1)},"notes":`;
  yield* writeJsonArray(model.notes(), publicNote);
  yield ',"timeline":';
  yield* writeJsonArray(model.timeline(), publicTimelineEntry);
  yield '}';
}
