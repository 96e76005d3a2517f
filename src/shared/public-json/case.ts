import type {
  Case,
  CaseEvidence,
  CaseFile,
  CaseIndicator,
  CaseNote,
  CaseSummary,
  CaseTimelineEntry,
} from '../model/case.ts';
import { writeJsonArray } from './array.ts';
import { publicIndicator, publicObservation, publicRelation } from './indicator.ts';
import { publicMoment } from './moment.ts';

/** A line of `case list --json`. */
export function publicCaseSummary(summary: CaseSummary) {
  return {
    ...publicCaseFields(summary),
    verdict: summary.verdict,
    closedAt: publicMoment(summary.closedAtMs),
    indicators: summary.indicatorCount,
    openTasks: summary.openTaskCount,
  };
}

function publicCaseFields(summary: CaseSummary) {
  return {
    number: summary.number,
    uuid: summary.uuid,
    title: summary.title,
    status: summary.status,
    severity: summary.severity,
    tlp: summary.tlp,
    pap: summary.pap,
    assignee: summary.assignee,
    summary: summary.summary,
    createdAt: publicMoment(summary.createdAtMs),
    updatedAt: publicMoment(summary.updatedAtMs),
  };
}

/** What a whole case is written from; each part is read while it is written. */
export interface CaseParts {
  readonly indicators: AsyncIterable<CaseIndicator>;
  readonly notes: AsyncIterable<CaseNote>;
  readonly timeline: AsyncIterable<CaseTimelineEntry>;
}

/**
 * A whole case as `case show --json` prints it, on one line: there may be many thousands in it, so it is written while it is
 * read. How it was closed stands in its timeline.
 */
export async function* writePublicCase(found: Case, parts: CaseParts): AsyncGenerator<string> {
  // The head's closing brace makes room for the rest.
  yield `${JSON.stringify(publicCaseFields(found)).slice(0, -1)},"indicators":`;
  yield* writeJsonArray(parts.indicators, publicCaseIndicator);
  yield ',"notes":';
  yield* writeJsonArray(parts.notes, publicNote);
  yield `,"tasks":${JSON.stringify(found.tasks)},"files":${JSON.stringify(found.files.map(publicFile))},"timeline":`;
  yield* writeJsonArray(parts.timeline, publicTimelineEntry);
  yield '}\n';
}

/** A note of a case; the JSON report has the same form. */
export function publicNote({ id, atMs, by, text, isPinned, evidence }: CaseNote) {
  return { id, at: publicMoment(atMs), by, text, pinned: isPinned, evidence: evidence.map(publicEvidence) };
}

function publicEvidence({ fetchedAtMs, pinnedAtMs, ...evidence }: CaseEvidence) {
  return { ...evidence, fetchedAt: publicMoment(fetchedAtMs), pinnedAt: publicMoment(pinnedAtMs) };
}

/** A file of a case; the JSON report has the same form. */
export function publicFile({ addedAtMs, ...file }: CaseFile) {
  return { ...file, addedAt: publicMoment(addedAtMs) };
}

/** An entry of a case's timeline; the JSON report has the same form. */
export function publicTimelineEntry({ id, atMs, kind, text, by }: CaseTimelineEntry) {
  return { id, at: publicMoment(atMs), kind, text, by };
}

function publicCaseIndicator({ type, value, addedAtMs, comment, role, snapshot }: CaseIndicator) {
  return {
    type,
    value,
    addedAt: publicMoment(addedAtMs),
    comment,
    role,
    snapshot: {
      takenAt: publicMoment(snapshot.takenAtMs),
      ...publicIndicator(snapshot.indicator),
      observationList: snapshot.observations.map(publicObservation),
      relations: snapshot.relations.map(publicRelation),
    },
  };
}
