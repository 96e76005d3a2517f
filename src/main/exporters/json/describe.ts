import { publicIndicator, publicObservation, publicRelation } from '#shared/public-json/indicator.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import type { ReportIndicator } from '../report-model.ts';

/** One indicator of a report in our own form: every field, with the names of the command line's JSON. */
export function describeMember(member: ReportIndicator) {
  const { raw } = member;
  return {
    ...publicIndicator(member.indicator),
    triagedAt: publicMoment(member.indicator.triagedAtMs),
    judgedBy: member.judgedBy,
    lists: member.lists,
    canonical: member.indicator.value,
    received: member.indicator.received,
    comment: member.comment,
    role: member.role,
    addedAt: publicMoment(member.addedAtMs),
    observationList: member.observations.map((observation) => ({
      ...publicObservation(observation),
      versions: observation.versions,
      ...(raw === null ? {} : { raw: raw.get(observation.id) ?? null }),
    })),
    relations: member.relations.map(publicRelation),
  };
}
