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
    // Indicators are written one by one: the head's closing brace makes room for them.
    yield `${JSON.stringify(describeHead(model)).slice(0, -1)},"indicators":[`;
    let separator = '\n';
    for await (const member of model.indicators()) {
      yield separator + JSON.stringify(describeMember(member));
      separator = ',\n';
    }
    yield '\n]}\n';
  },
};

function describeHead(model: ReportModel) {
  return {
    format: model.case === null ? 'sightline-list' : 'sightline-case',
    version: formatVersion,
    tool: model.tool,
    dataStateAt: publicMoment(model.dataStateAtMs),
    tlp: model.tlp,
    tlpRaised: model.tlpRaised,
    leftOut: model.leftOut,
    query: model.query,
    case: model.case === null ? null : describeCase(model.case),
    sources: model.sources.map(({ lastCompleteAtMs, ...source }) => ({
      ...source,
      lastCompleteAt: publicMoment(lastCompleteAtMs),
    })),
  };
}

function describeCase({ createdAtMs, updatedAtMs, notes, timeline, ...rest }: ReportCase) {
  return {
    ...rest,
    createdAt: publicMoment(createdAtMs),
    updatedAt: publicMoment(updatedAtMs),
    notes: notes.map(({ atMs, by, text }) => ({ at: publicMoment(atMs), by, text })),
    timeline: timeline.map(({ atMs, kind, text }) => ({ at: publicMoment(atMs), kind, text })),
  };
}
