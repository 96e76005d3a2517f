import { createHash } from 'node:crypto';
import { higherMark, isAbove, markOf } from '#main/domain/tlp.ts';
import type { ReportCase, ReportIndicator, ReportModel, ReportSource } from '#main/exporters/report-model.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Case } from '#shared/model/case.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { indicatorTypes, type TlpMark } from '#shared/model/vocabulary.ts';

/** What goes into a report before marks and order are applied. */
export interface ReportMaterial {
  readonly tool: string;
  readonly case: Case | null;
  readonly query: string | null;
  readonly indicators: readonly ReportIndicator[];
  readonly sources: readonly ReportSource[];
  /** Mark of a list that carries none of its own. */
  readonly defaultTlp: TlpMark;
  /** What is marked above it is left out; null for none. */
  readonly ceiling: TlpMark | null;
}

/**
 * Applies marks and order; pure. Raw records are added by the caller.
 * @throws AppError `input.invalid` when the case itself is marked above the ceiling.
 */
export function buildReportModel(material: ReportMaterial): ReportModel {
  const ownMark = material.case?.tlp ?? null;
  if (isAbove(ownMark, material.ceiling)) {
    throw new AppError(
      'input.invalid',
      `${material.case?.number ?? 'The case'} is marked above the ceiling asked for.`,
      {
        suggestion: `Its mark is TLP:${ownMark?.toUpperCase() ?? ''}.`,
      },
    );
  }
  const kept = material.indicators.filter(({ indicator }) => !isAbove(markOf(indicator), material.ceiling));
  const inside = kept.map(({ indicator }) => markOf(indicator)).reduce(higherMark, null);
  const base = ownMark ?? lowerToCeiling(material.defaultTlp, material.ceiling);
  const tlp = higherMark(base, inside) ?? base;
  return {
    tool: material.tool,
    dataStateAtMs: latestChange(material.case, kept),
    case: material.case === null ? null : describeCase(material.case),
    query: material.query,
    tlp,
    tlpRaised: tlp !== base,
    leftOut: material.indicators.length - kept.length,
    indicators: kept.toSorted(compareMembers),
    sources: material.sources,
    raw: null,
  };
}

/** A default mark above the ceiling would make every unmarked list refuse its own ceiling. */
function lowerToCeiling(mark: TlpMark, ceiling: TlpMark | null): TlpMark {
  return ceiling !== null && isAbove(mark, ceiling) ? ceiling : mark;
}

/** The frozen view of a case's indicators. */
export function membersOfCase(found: Case): readonly ReportIndicator[] {
  return found.indicators.map(({ snapshot, comment, role, addedAtMs }) => ({
    indicator: snapshot.indicator,
    observations: snapshot.observations,
    relations: snapshot.relations,
    comment,
    role,
    addedAtMs,
  }));
}

/** An indicator as it stands now, for a list. */
export function memberOfDetail(detail: IndicatorDetail): ReportIndicator {
  const { observationList, relations, triageHistory: _history, ...indicator } = detail;
  return { indicator, observations: observationList, relations, comment: null, role: null, addedAtMs: null };
}

/** Lower-case hex SHA-256 of a text, as observations carry it of their raw record. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function describeCase(found: Case): ReportCase {
  const { number, uuid, title, status, severity, pap, assignee, summary, verdict } = found;
  const { createdAtMs, updatedAtMs, notes, tasks, timeline } = found;
  return {
    number,
    uuid,
    title,
    status,
    severity,
    pap,
    assignee,
    summary,
    verdict,
    createdAtMs,
    updatedAtMs,
    notes,
    tasks,
    timeline,
  };
}

/** The latest change of anything in the model: repeating an export of unchanged data repeats its bytes. */
function latestChange(found: Case | null, members: readonly ReportIndicator[]): number {
  let latest = found?.updatedAtMs ?? 0;
  for (const { indicator, observations, addedAtMs } of members) {
    latest = Math.max(latest, addedAtMs ?? 0, indicator.triagedAtMs ?? 0);
    for (const { fetchedAtMs, goneAtMs } of observations) latest = Math.max(latest, fetchedAtMs, goneAtMs ?? 0);
  }
  return latest;
}

function compareMembers(a: ReportIndicator, b: ReportIndicator): number {
  const byType = indicatorTypes.indexOf(a.indicator.type) - indicatorTypes.indexOf(b.indicator.type);
  return byType === 0 ? compareCodePoints(a.indicator.value, b.indicator.value) : byType;
}

/** By code point: `<` compares UTF-16 units, which puts characters beyond the first plane before some inside it. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  if (index === length) return a.length - b.length;
  const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
  const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
  if (isSurrogate(left) === isSurrogate(right)) return left - right;
  return isSurrogate(left) ? 1 : -1;
}
