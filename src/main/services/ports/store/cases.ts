/** What the store answers about cases, and what changes them. */
import type { Tally } from '#main/domain/tally.ts';
import type { FileDigest } from '#main/services/ports/documents.ts';
import type { NamedIndicator } from '#main/services/ports/store/indicators.ts';
import type { Operation } from '#main/services/ports/store/operation.ts';
import type {
  Case,
  CaseChange,
  CaseFields,
  CaseIndicator,
  CaseIndicatorOrder,
  CaseIndicatorRow,
  CaseLogPage,
  CaseNote,
  CaseSummary,
  CaseTimelineEntry,
} from '#shared/model/case.ts';
import type { CaseMemberId, CaseNumber, IndicatorId, ObservationId } from '#shared/model/ids.ts';
import type { IndicatorType, Verdict } from '#shared/model/vocabulary.ts';

/** A page of a case's table. */
export interface CaseWindow {
  readonly number: CaseNumber;
  readonly order: CaseIndicatorOrder;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** A page of what was written in a case: notes in the order of writing or, newest first, after the pinned ones; timelines by time. */
export interface CaseLogWindow {
  readonly number: CaseNumber;
  readonly order: 'newest' | 'oldest';
  /** Begins after this id; null for the first page. */
  readonly after: number | null;
  readonly limit: number;
}

/** How far the addition of many indicators to a case has come. */
export interface CaseAddition {
  readonly added: number;
  readonly alreadyThere: number;
  /** The addition's one entry in the timeline; null while nothing was added. */
  readonly entryId: number | null;
  /** Where what it added lies in the case; null while nothing was added. */
  readonly places: PlaceRange | null;
}

/** From the first to the last; others may lie in between. */
export interface PlaceRange {
  readonly first: CaseMemberId;
  readonly last: CaseMemberId;
}

/** How far the taking back of an addition has come. */
export interface AdditionRemoval {
  readonly removed: number;
  /** Its one entry in the timeline; null while nothing was removed. */
  readonly entryId: number | null;
  /** Up to this place it has come. */
  readonly lastId: number;
}

export interface CaseReads {
  'cases.list': Operation<null, readonly CaseSummary[]>;
  'cases.get': Operation<{ readonly number: CaseNumber }, Case | null>;
  /** At most 200, and as many as fit into an answer of about a megabyte; empty for an unknown case. */
  'cases.notes': Operation<CaseLogWindow, CaseLogPage<CaseNote>>;
  /** As `cases.notes`, by time. */
  'cases.timeline': Operation<CaseLogWindow, CaseLogPage<CaseTimelineEntry>>;
  /** The text of a pinned record, as it was frozen; null when the case has no such evidence. */
  'cases.evidenceRaw': Operation<{ readonly number: CaseNumber; readonly id: number }, string | null>;
  /** A page of its table, at most 200 lines. */
  'cases.indicators': Operation<CaseWindow, readonly CaseIndicatorRow[]>;
  /** One indicator with all that was frozen; null when the case does not hold it. Without a type, the first of that value. */
  'cases.indicator': Operation<
    { readonly number: CaseNumber; readonly type: IndicatorType | null; readonly value: string },
    CaseIndicator | null
  >;
  /** Every indicator of a case as a place in it, in the order in which they were added or in that of reports. */
  'cases.memberIds': Operation<
    { readonly number: CaseNumber; readonly order: 'added' | 'report' },
    readonly CaseMemberId[]
  >;
  /**
   * Indicators with all that was frozen, in the order of `ids`: as many as fit into an answer of about a megabyte.
   * `taken` says how many ids they stand for; those that are no longer there are left out.
   */
  'cases.members': Operation<
    { readonly ids: readonly CaseMemberId[] },
    { readonly members: readonly CaseIndicator[]; readonly taken: number }
  >;
  /** What a report's head says of what was frozen. At most 1,000. */
  'cases.tally': Operation<{ readonly ids: readonly CaseMemberId[] }, readonly Tally[]>;
}

/** Who changes which case, and when. */
interface CaseWork {
  readonly number: CaseNumber;
  readonly by: string;
  readonly atMs: number;
}

/** A file as it is taken into a case. */
export interface NewCaseFile extends FileDigest {
  readonly name: string;
  readonly comment: string | null;
}

export interface CaseWrites {
  'cases.create': Operation<{ readonly fields: CaseFields; readonly by: string; readonly atMs: number }, CaseSummary>;
  /** @throws `state.illegalTransition` when it is closed and `fields` name a status. */
  'cases.update': Operation<CaseWork & { readonly fields: CaseChange }, CaseSummary>;
  /** Takes the first of `ids` in, at least one. */
  'cases.addIndicators': Operation<
    {
      readonly number: CaseNumber;
      readonly ids: readonly IndicatorId[];
      readonly comment: string | null;
      readonly role: string | null;
      readonly by: string;
      readonly atMs: number;
      /** The answer to the part before, where this goes on with one addition: its timeline entry counts on. */
      readonly before?: CaseAddition | undefined;
    },
    CaseAddition & {
      /** How many of `ids` were dealt with: a transaction ends after about 40 ms. */
      readonly taken: number;
    }
  >;
  /** Takes out what an addition of that moment put in; those that it found there stay. @throws `state.illegalTransition` once it is closed. */
  'cases.removeAddition': Operation<
    CaseWork & {
      readonly addedAtMs: number;
      readonly places: PlaceRange;
      readonly before?: AdditionRemoval | undefined;
    },
    AdditionRemoval & {
      /** What went in this transaction; none when all is done. */
      readonly ids: readonly IndicatorId[];
    }
  >;
  'cases.removeIndicator': Operation<
    { readonly number: CaseNumber; readonly indicator: NamedIndicator; readonly by: string; readonly atMs: number },
    null
  >;
  'cases.addNote': Operation<
    { readonly number: CaseNumber; readonly text: string; readonly by: string; readonly atMs: number },
    { readonly id: number }
  >;
  'cases.addTask': Operation<
    { readonly number: CaseNumber; readonly text: string; readonly by: string; readonly atMs: number },
    { readonly id: number }
  >;
  'cases.setTaskDone': Operation<
    {
      readonly number: CaseNumber;
      readonly taskId: number;
      readonly done: boolean;
      readonly by: string;
      readonly atMs: number;
    },
    null
  >;
  /** An entry of the analyst's own about a moment that he names. */
  'cases.addTimelineEntry': Operation<
    CaseWork & { readonly happenedAtMs: number; readonly text: string },
    { readonly id: number }
  >;
  /** @throws `state.notFound`; entries that the application wrote stay. */
  'cases.removeTimelineEntry': Operation<CaseWork & { readonly id: number }, null>;
  'cases.pinNote': Operation<CaseWork & { readonly noteId: number; readonly pinned: boolean }, null>;
  /** Freezes a cached record beside a note. @throws `state.notFound`, `input.tooLarge`, `state.conflict` (pinned already). */
  'cases.pinRecord': Operation<
    CaseWork & { readonly noteId: number; readonly observationId: ObservationId },
    { readonly id: number }
  >;
  'cases.unpinRecord': Operation<CaseWork & { readonly id: number }, null>;
  /** @throws `state.conflict` when the case holds the same file under the same name, `input.tooLarge`. */
  'cases.addFile': Operation<CaseWork & { readonly file: NewCaseFile }, { readonly id: number }>;
  'cases.removeFile': Operation<CaseWork & { readonly id: number }, null>;
  /** @throws `state.illegalTransition` when it is closed already. */
  'cases.close': Operation<
    {
      readonly number: CaseNumber;
      readonly verdict: Verdict;
      readonly summary: string;
      readonly by: string;
      readonly atMs: number;
    },
    CaseSummary
  >;
}
