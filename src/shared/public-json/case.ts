import type { Case, CaseSummary } from '../model/case.ts';
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

/** A whole case as `case show --json` prints it; how it was closed stands in its timeline. */
export function publicCase(whole: Case) {
  return {
    ...publicCaseFields(whole),
    indicators: whole.indicators.map(({ type, value, addedAtMs, comment, role, snapshot }) => ({
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
    })),
    notes: whole.notes.map(({ atMs, by, text }) => ({ at: publicMoment(atMs), by, text })),
    tasks: whole.tasks,
    timeline: whole.timeline.map(({ atMs, kind, text }) => ({ at: publicMoment(atMs), kind, text })),
  };
}
