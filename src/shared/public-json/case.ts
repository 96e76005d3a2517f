import type { Case, CaseIndicator, CaseSummary } from '../model/case.ts';
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

/**
 * A whole case as `case show --json` prints it, on one line: its indicators may be many thousands, so they are written while
 * they are read. How it was closed stands in its timeline.
 */
export async function* writePublicCase(found: Case, indicators: AsyncIterable<CaseIndicator>): AsyncGenerator<string> {
  // The head's closing brace makes room for the indicators, and they for the rest.
  yield `${JSON.stringify(publicCaseFields(found)).slice(0, -1)},"indicators":[`;
  let separator = '';
  for await (const one of indicators) {
    yield separator + JSON.stringify(publicCaseIndicator(one));
    separator = ',';
  }
  const { notes, tasks, timeline } = found;
  const rest = {
    notes: notes.map(({ atMs, by, text }) => ({ at: publicMoment(atMs), by, text })),
    tasks,
    timeline: timeline.map(({ atMs, kind, text }) => ({ at: publicMoment(atMs), kind, text })),
  };
  yield `],${JSON.stringify(rest).slice(1)}\n`;
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
