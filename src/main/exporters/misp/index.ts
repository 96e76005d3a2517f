import { canonicalJson } from '#main/domain/canonical-json.ts';
import type { CaseStatus, Severity } from '#shared/model/vocabulary.ts';
import type { Exporter, ExportOptions } from '../exporter.ts';
import { ownNamespace, uuidV5 } from '../identifiers.ts';
import { formatMoment } from '../moment.ts';
import type { ReportCase, ReportModel } from '../report-model.ts';
import { titleOf } from '../report-title.ts';
import { writeAttachment } from './attachment.ts';
import {
  attributeOf,
  type CaseText,
  commentAttribute,
  type EventFrame,
  fileAttribute,
  type MispAttribute,
  seconds,
} from './attributes.ts';
import { ownTag, papTag, tlpTag } from './tags.ts';

/** One MISP event. */
export const misp: Exporter = {
  id: 'misp',
  displayName: 'MISP event',
  fileExtension: 'json',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: ['harmless'],
  render,
};

async function* render(model: ReportModel, options: ExportOptions): AsyncIterable<string> {
  const head = describeEvent(model);
  const frame: EventFrame = {
    eventUuid: head.uuid,
    dataStateAtMs: model.dataStateAtMs,
    includeHarmless: options.includeHarmless === true,
    taken: new Set(),
  };
  // Attributes are written one by one: the head's closing brace makes room for them.
  yield `{"Event":${JSON.stringify(head).slice(0, -1)},"Attribute":[`;
  let separator = '\n';
  for await (const attribute of listAttributes(model, frame, options)) {
    yield separator + JSON.stringify(attribute);
    separator = ',\n';
  }
  if (model.case !== null) yield* writeAttachment(model, { ...frame, taken: new Set() }, separator);
  yield '\n]}}\n';
}

async function* listAttributes(
  model: ReportModel,
  frame: EventFrame,
  { onLeftOut }: ExportOptions,
): AsyncIterable<MispAttribute> {
  for await (const member of model.indicators()) {
    const attribute = attributeOf(frame, member);
    if (attribute === undefined) onLeftOut?.();
    else yield attribute;
  }
  for (const file of model.case?.files ?? []) {
    const attribute = fileAttribute(frame, file);
    if (attribute !== undefined) yield attribute;
  }
  for await (const [note, label] of caseTexts(model)) {
    const attribute = commentAttribute(frame, note, label);
    if (attribute !== undefined) yield attribute;
  }
}

async function* caseTexts({
  case: report,
  notes,
}: ReportModel): AsyncIterable<readonly [text: CaseText, label: string]> {
  if (report === null) return;
  if (report.summary !== null) yield [{ atMs: report.updatedAtMs, text: report.summary }, 'Summary'];
  for await (const note of notes()) yield [note, `Note by ${note.by}`];
}

const threatLevels: Readonly<Record<Severity, string>> = { critical: '1', high: '1', medium: '2', low: '3', none: '4' };
const analyses: Readonly<Record<CaseStatus, string>> = { open: '0', in_progress: '1', closed: '2' };

function subjectOfList({ query, selection }: ReportModel): readonly string[] {
  return selection === null ? [query ?? ''] : ['selection', selection];
}

function describeEvent(model: ReportModel) {
  const { case: report, dataStateAtMs } = model;
  const openedAtMs = report?.createdAtMs ?? dataStateAtMs;
  const organisation = {
    uuid: uuidV5(ownNamespace, canonicalJson(['organisation', model.author])),
    name: model.author,
  };
  return {
    uuid: report?.uuid ?? uuidV5(ownNamespace, canonicalJson(['event', ...subjectOfList(model)])),
    info: titleOf(model),
    date: (formatMoment(openedAtMs) ?? '1970-01-01').slice(0, 10),
    threat_level_id: threatLevels[report?.severity ?? 'none'],
    analysis: analyses[report?.status ?? 'closed'],
    distribution: '0',
    published: false,
    publish_timestamp: '0',
    timestamp: seconds(dataStateAtMs),
    Org: organisation,
    Orgc: organisation,
    Tag: [tlpTag(model.tlp), ...(report === null ? [ownTag('list', 'true')] : caseTags(report))],
  };
}

/** MISP has three levels where a case has five severities, and no word for who works on it. */
function caseTags(report: ReportCase) {
  return [
    papTag(report.pap),
    ownTag('severity', report.severity),
    ...(report.assignee === null ? [] : [ownTag('assignee', report.assignee)]),
    ...(report.verdict === null ? [] : [ownTag('verdict', report.verdict)]),
  ];
}
