import type { JsonValue } from '#main/domain/canonical-json.ts';
import type { CaseNote, CaseTimelineEntry } from '#shared/model/case.ts';
import { displayValue, type Observation } from '#shared/model/indicator.ts';
import type { Verdict } from '#shared/model/vocabulary.ts';
import { packNoteMarks } from '#shared/public-json/travelling-case.ts';
import { formatMoment } from '../moment.ts';
import type { ReportIndicator, ReportModel } from '../report-model.ts';
import { titleOf } from '../report-title.ts';
import { objectId } from './ids.ts';
import { formLabels, formText, type StixObject } from './objects.ts';
import { extend, extendCase, extendIndicator, extendList } from './own-extension.ts';

/** What all objects of one bundle share. */
export interface Frame {
  readonly model: ReportModel;
  readonly authorId: string;
  readonly reportId: string;
  readonly markingIds: readonly string[];
}

/** Who speaks, and under which mark. */
export function openFrame(model: ReportModel, markingIds: readonly string[]): Frame {
  const authorId = objectId('identity', [model.author]);
  const list = model.selection === null ? ['query', model.query ?? ''] : ['selection', model.selection];
  const subject = model.case === null ? list : ['case', model.case.uuid];
  return { model, authorId, reportId: objectId('report', [authorId, ...subject]), markingIds };
}

/** Objects that belong to no moment bear the day on which this form of ids began. */
const firstDay = '2026-11-28T00:00:00.000Z';
export const unchanging: Times = { created: firstDay, modified: firstDay };

/** The analyst. */
export function identityOf({ model, authorId, markingIds }: Frame): StixObject {
  return {
    type: 'identity',
    spec_version: '2.1',
    id: authorId,
    ...unchanging,
    name: formText(model.author),
    identity_class: 'individual',
    object_marking_refs: markingIds,
  };
}

/** The properties that every statement begins with. */
export function beginStatement(frame: Frame, type: string, name: readonly string[], times: Times): StixObject {
  return {
    type,
    spec_version: '2.1',
    id: objectId(type, [frame.authorId, ...name]),
    created_by_ref: frame.authorId,
    ...times,
    object_marking_refs: frame.markingIds,
  };
}

interface Times {
  readonly created: string;
  readonly modified: string;
}

/** When an indicator was added to the case, or first fetched; and the latest change of what is said of it. */
export function timesOf({ model }: Frame, { indicator, observations, addedAtMs }: ReportIndicator): Times {
  const fetched = observations.map(({ fetchedAtMs }) => fetchedAtMs);
  const createdAtMs = addedAtMs ?? (fetched.length === 0 ? model.dataStateAtMs : Math.min(...fetched));
  const gone = observations.map(({ goneAtMs }) => goneAtMs ?? 0);
  const changedAtMs = Math.max(createdAtMs, indicator.triagedAtMs ?? 0, ...fetched, ...gone);
  return { created: momentOr(createdAtMs, firstDay), modified: momentOr(changedAtMs, momentOr(createdAtMs, firstDay)) };
}

function momentOr(atMs: number | null, fallback: string): string {
  return formatMoment(atMs) ?? fallback;
}

const indicatorTypes: Readonly<Record<Verdict, string>> = {
  malicious: 'malicious-activity',
  suspicious: 'anomalous-activity',
  benign: 'benign',
  unknown: 'unknown',
};

/** The statement that something seen is a sign of something. */
export function indicatorOf(frame: Frame, member: ReportIndicator, pattern: string): StixObject {
  const { indicator } = member;
  const times = timesOf(frame, member);
  const validFrom = momentOr(indicator.firstSeenMs, times.created);
  const expiry = formatMoment(indicator.expiresAtMs);
  return withoutUndefined({
    ...beginStatement(frame, 'indicator', [indicator.type, indicator.value], times),
    name: cut(formText(displayValue(indicator)), 250),
    description: tellStatements(member),
    indicator_types: [indicatorTypes[indicator.verdict]],
    pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: validFrom,
    valid_until: expiry !== undefined && expiry > validFrom ? expiry : undefined,
    confidence: indicator.score ?? undefined,
    labels: formLabels([...indicator.tags, ...papLabel(frame)]),
    external_references: referencesOf(member.observations),
    extensions: extendIndicator(member),
  });
}

/** By whole characters, since half of one is none. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : [...text.slice(0, limit * 2)].slice(0, limit).join('');
}

/** One sentence per vendor record (who said what, when, in the vendor's own score), per verdict, and per list of harmless values. */
function tellStatements({ indicator, observations, judgedBy, lists }: ReportIndicator): string | undefined {
  const sentences = observations.map(({ connection, vendor, vendorScore, fetchedAtMs, goneAtMs }) => {
    const score = vendorScore === null ? 'listed it without a score' : `gave it the score ${vendorScore}`;
    const gone = goneAtMs === null ? '' : `, and it was gone there on ${momentOr(goneAtMs, 'an unknown day')}`;
    return `${connection} (${vendor}) ${score}, as fetched on ${momentOr(fetchedAtMs, 'an unknown day')}${gone}.`;
  });
  const { verdict, triagedAtMs } = indicator;
  const judged =
    triagedAtMs === null || judgedBy === null
      ? []
      : [`${judgedBy} judged it ${verdict} on ${momentOr(triagedAtMs, 'an unknown day')}.`];
  const listed = lists.map((title) => `It stands on the list of harmless values “${title}”.`);
  const all = [...sentences, ...judged, ...listed];
  return all.length === 0 ? undefined : formText(all.join(' '));
}

function referencesOf(observations: readonly Observation[]): JsonValue | undefined {
  if (observations.length === 0) return undefined;
  return observations.map(({ vendor, vendorKey }) => ({
    source_name: vendor,
    external_id: formText(vendorKey),
  }));
}

function papLabel({ model }: Frame): readonly string[] {
  return model.case === null ? [] : [`PAP:${model.case.pap.toUpperCase()}`];
}

/** That it was seen, from when to when; undefined unless both are known. */
export function observedDataOf(frame: Frame, member: ReportIndicator, observableId: string): StixObject | undefined {
  const { indicator } = member;
  const first = formatMoment(indicator.firstSeenMs);
  const last = formatMoment(indicator.lastSeenMs);
  if (first === undefined || last === undefined || last < first) return undefined;
  return {
    ...beginStatement(frame, 'observed-data', [indicator.type, indicator.value], timesOf(frame, member)),
    first_observed: first,
    last_observed: last,
    number_observed: Math.max(1, indicator.observations),
    object_refs: [observableId],
  };
}

/** What connects two objects. */
export interface Link {
  readonly kind: 'based-on' | 'related-to';
  readonly source: string;
  readonly target: string;
}

/** A relationship; as old as the member that tells of it. */
export function relationshipOf(frame: Frame, member: ReportIndicator, { kind, source, target }: Link): StixObject {
  return {
    ...beginStatement(frame, 'relationship', [kind, source, target], timesOf(frame, member)),
    relationship_type: kind,
    source_ref: source,
    target_ref: target,
  };
}

/** A note of the case. @param about the statements about indicators whose records are pinned to it. */
export function noteOf(frame: Frame, note: CaseNote, about: readonly string[]): StixObject {
  const at = momentOr(note.atMs, firstDay);
  return withoutUndefined({
    ...beginStatement(frame, 'note', [frame.reportId, at, note.by, note.text], { created: at, modified: at }),
    content: formText(note.text),
    authors: formLabels([note.by]),
    object_refs: [frame.reportId, ...about],
    extensions: extend({ noted_at: at, noted_by: note.by, ...packNoteMarks(note) }),
  });
}

/** Text that is no indicator of any type STIX knows. */
export function textNoteOf(frame: Frame, member: ReportIndicator): StixObject {
  const { type, value } = member.indicator;
  return {
    ...beginStatement(frame, 'note', [type, value], timesOf(frame, member)),
    abstract: 'Text that fits no type of indicator',
    content: formText(value),
    object_refs: [frame.reportId],
    extensions: extendIndicator(member),
  };
}

/** The report without its `object_refs`, which are written after it while they are read. */
export function reportOf(frame: Frame, timeline: readonly CaseTimelineEntry[]): StixObject {
  const { case: report, dataStateAtMs } = frame.model;
  const modified = momentOr(dataStateAtMs, firstDay);
  const created = momentOr(Math.min(report?.createdAtMs ?? dataStateAtMs, dataStateAtMs), modified);
  return withoutUndefined({
    ...beginStatement(frame, 'report', [], { created, modified }),
    id: frame.reportId,
    name: formText(titleOf(frame.model)),
    description: report?.summary == null ? undefined : formText(report.summary),
    report_types: ['indicator'],
    published: created,
    labels: formLabels(papLabel(frame)),
    extensions: report === null ? extendList() : extendCase(report, timeline),
  });
}

/** An object without what is not known. */
export function withoutUndefined(object: StixObject): StixObject {
  // Only values are filtered, so type and id stay.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as StixObject;
}
