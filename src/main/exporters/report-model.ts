import type { CaseFile, CaseNote, CaseTask, CaseTimelineEntry } from '#shared/model/case.ts';
import type { IndicatorFacts, Observation, Relation } from '#shared/model/indicator.ts';
import type { CaseStatus, IndicatorType, PapMark, Severity, TlpMark, Verdict } from '#shared/model/vocabulary.ts';

/** The case a report is about; absent for a list. */
export interface ReportCase {
  readonly number: string;
  readonly uuid: string;
  readonly title: string;
  readonly status: CaseStatus;
  readonly severity: Severity;
  /** Its own; that of the file may be higher. */
  readonly tlp: TlpMark;
  readonly pap: PapMark;
  readonly assignee: string | null;
  readonly summary: string | null;
  readonly verdict: Verdict | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly closedAtMs: number | null;
  readonly tasks: readonly CaseTask[];
  readonly files: readonly CaseFile[];
  /** How many there are to be read. */
  readonly noteCount: number;
}

/** One indicator of a report: from the frozen snapshot of a case, or as it stands for a list. */
export interface ReportIndicator {
  readonly indicator: IndicatorFacts;
  readonly observations: readonly Observation[];
  readonly relations: readonly Relation[];
  readonly comment: string | null;
  readonly role: string | null;
  readonly addedAtMs: number | null;
  /** Who made the decision that `indicator` tells; null where nobody did, or nobody knows. */
  readonly judgedBy: string | null;
  /** Titles of the lists of harmless values that name it, where it is listed; empty where they are not here. */
  readonly lists: readonly string[];
  /** Raw record text by observation id; only when asked for. */
  readonly raw: ReadonlyMap<number, string> | null;
}

/** What is said of all indicators of a report before the first of them is read. */
export interface ReportCounts {
  readonly total: number;
  /** In the order of `indicatorTypes`, which is that of the report; types that do not occur are absent. */
  readonly byType: ReadonlyMap<IndicatorType, number>;
  /** Judged benign, or on a list of harmless values. */
  readonly harmless: number;
  /** Without a score from any vendor. */
  readonly unscored: number;
}

/** Where the data came from and how whole it is. */
export interface ReportSource {
  readonly connection: string;
  readonly vendor: string;
  readonly lastCompleteAtMs: number | null;
  /** Whether the latest run of each of its streams was complete. */
  readonly complete: boolean;
}

/** What a report says of a vendor by itself. */
export interface ReportVendor {
  /** As people know it; its id is for machines. */
  readonly name: string;
  /** The same of its streams, by id. */
  readonly streams: ReadonlyMap<string, string>;
  /** When its records say that something was first and last seen, it was seen: by the organisation, or in a sample that ran. */
  readonly recordsSightings: boolean;
}

/**
 * What an exporter turns into bytes. The same model gives the same bytes: no clock, no chance, no network. There may be a
 * hundred thousand indicators: they are read while the file is written and never held together.
 */
export interface ReportModel {
  /** e.g. `Sightline 0.1.0`. */
  readonly tool: string;
  /** Name of the analyst who exports, from the settings. */
  readonly author: string;
  /** Latest change of anything in the model: the only "now" of a report. */
  readonly dataStateAtMs: number;
  readonly case: ReportCase | null;
  /** The query as typed, for a list that a query found. */
  readonly query: string | null;
  /** What tells one list that somebody picked from others: SHA-256 in hex over the names of all that was picked; else null. */
  readonly selection: string | null;
  /** The mark of the file: the highest of what is in it. */
  readonly tlp: TlpMark;
  /** Whether it was raised above the case's own mark because of what is inside. */
  readonly tlpRaised: boolean;
  /** Indicators left out because they are marked above the ceiling asked for. */
  readonly leftOut: number;
  /** Whether a ceiling keeps back what names indicators outside of `indicators()`: evidence, account, removals. */
  readonly withholdsNames: boolean;
  readonly counts: ReportCounts;
  /**
   * By type in the order of `indicatorTypes`, then by canonical value (code point order). Can be asked for more than once,
   * with the same answer: each time costs as much as reading them all.
   */
  indicators(): AsyncIterable<ReportIndicator>;
  /** Those of the case, in the order of writing; none for a list. Like indicators, read while the file is written. */
  notes(): AsyncIterable<CaseNote>;
  /** What happened in the case, in order; nothing for a list. */
  timeline(): AsyncIterable<CaseTimelineEntry>;
  /** The records pinned to notes as they were frozen, in the order of their notes. */
  evidence(): AsyncIterable<{ readonly id: number; readonly raw: string }>;
  /** What the audit log tells of the case, in order: texts as they were sealed, with their hashes. */
  account(): AsyncIterable<{ readonly sealed: string; readonly hash: string }>;
  readonly sources: readonly ReportSource[];
  /** Those that this build knows, by id: what a file brought may be of others. */
  readonly vendors: ReadonlyMap<string, ReportVendor>;
}

/** What of a report is read while it is written. */
export type ReportReads = 'indicators' | 'notes' | 'timeline' | 'evidence' | 'account';
