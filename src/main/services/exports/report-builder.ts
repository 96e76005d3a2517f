import { addTallies, type Tally } from '#main/domain/tally.ts';
import { higherMark, isAbove } from '#main/domain/tlp.ts';
import type {
  ReportCase,
  ReportCounts,
  ReportModel,
  ReportReads,
  ReportSource,
  ReportVendor,
} from '#main/exporters/report-model.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Case } from '#shared/model/case.ts';
import { indicatorTypes, type TlpMark } from '#shared/model/vocabulary.ts';

/** All of a report but what is read while it is written. */
export type ReportHead = Omit<ReportModel, ReportReads>;

/** What a report's head is made of. */
export interface ReportMaterial {
  readonly tool: string;
  /** Who exports. */
  readonly author: string;
  readonly case: Case | null;
  readonly query: string | null;
  /** Of what somebody picked; null for anything else. */
  readonly selection: string | null;
  /** Of all indicators of the scope, one per mark. */
  readonly tallies: readonly Tally[];
  /** Of all who say something about them. */
  readonly sources: readonly ReportSource[];
  readonly vendors: ReadonlyMap<string, ReportVendor>;
  /** Mark of a list that carries none of its own. */
  readonly defaultTlp: TlpMark;
  /** What is marked above it is left out; null for none. */
  readonly ceiling: TlpMark | null;
}

/**
 * Applies marks and ceiling; pure.
 * @throws AppError `input.invalid` when the case itself is marked above the ceiling.
 */
export function buildReportHead(material: ReportMaterial): ReportHead {
  const { ceiling } = material;
  const ownMark = material.case?.tlp ?? null;
  refuseAbove(material.case, ceiling);
  const kept = material.tallies.filter(({ mark }) => !isAbove(mark, ceiling));
  const inside = kept.map(({ mark }) => mark).reduce(higherMark, null);
  const base = ownMark ?? lowerToCeiling(material.defaultTlp, ceiling);
  const tlp = higherMark(base, inside) ?? base;
  // One mark for all of them, now that what bears which is decided.
  const [sum] = addTallies(kept.map((tally) => ({ ...tally, mark: null })));
  const tellers = new Set(sum?.tellers.map(({ connection }) => connection));
  return {
    tool: material.tool,
    author: material.author,
    dataStateAtMs: Math.max(material.case?.updatedAtMs ?? 0, sum?.changedAtMs ?? 0),
    case: material.case === null ? null : describeCase(material.case),
    query: material.query,
    selection: material.selection,
    tlp,
    tlpRaised: tlp !== base,
    leftOut: sumOf(material.tallies) - sumOf(kept),
    withholdsNames: isAbove('red', ceiling),
    counts: countsOf(sum),
    sources: material.sources.filter(({ connection }) => tellers.has(connection)),
    vendors: material.vendors,
  };
}

function refuseAbove(found: Case | null, ceiling: TlpMark | null): void {
  if (found === null || !isAbove(found.tlp, ceiling)) return;
  throw new AppError('input.invalid', `${found.number} is marked above the ceiling asked for.`, {
    suggestion: `Its mark is TLP:${found.tlp.toUpperCase()}.`,
  });
}

/** A default mark above the ceiling would make every unmarked list refuse its own ceiling. */
function lowerToCeiling(mark: TlpMark, ceiling: TlpMark | null): TlpMark {
  return ceiling !== null && isAbove(mark, ceiling) ? ceiling : mark;
}

function sumOf(tallies: readonly Tally[]): number {
  return tallies.reduce((sum, { total }) => sum + total, 0);
}

function countsOf(sum: Tally | undefined): ReportCounts {
  const byType = indicatorTypes.flatMap((type) => {
    const count = sum?.byType[type];
    return count === undefined ? [] : [[type, count] as const];
  });
  const { total, harmless, unscored } = sum ?? { total: 0, harmless: 0, unscored: 0 };
  return { total, harmless, unscored, byType: new Map(byType) };
}

function describeCase(found: Case): ReportCase {
  const { number, uuid, title, status, severity, tlp, pap, assignee, summary, verdict } = found;
  const { createdAtMs, updatedAtMs, closedAtMs, tasks, files, noteCount } = found;
  return {
    number,
    uuid,
    title,
    status,
    severity,
    tlp,
    pap,
    assignee,
    summary,
    verdict,
    createdAtMs,
    updatedAtMs,
    closedAtMs,
    tasks,
    files,
    noteCount,
  };
}
