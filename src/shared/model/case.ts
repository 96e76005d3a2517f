import * as z from 'zod';
import { caseNumberSchema, indicatorIdSchema } from './ids.ts';
import { indicatorSummarySchema, momentSchema, observationSchema, relationSchema } from './indicator.ts';
import { caseFileLimit, caseTaskLimit, noteEvidenceLimit } from './limits.ts';
import {
  caseStatuses,
  indicatorTypes,
  papMarks,
  severities,
  tlpMarks,
  verdicts,
  workingCaseStatuses,
} from './vocabulary.ts';

/** What an indicator looked like at the moment it was put into a case; frozen. */
export const caseSnapshotSchema = z.strictObject({
  takenAtMs: z.number().int(),
  indicator: indicatorSummarySchema,
  observations: z.array(observationSchema),
  relations: z.array(relationSchema),
});
export type CaseSnapshot = z.infer<typeof caseSnapshotSchema>;

/** An indicator in a case with all that was frozen of it. */
export const caseIndicatorSchema = z.strictObject({
  type: z.enum(indicatorTypes),
  value: z.string(),
  addedAtMs: z.number().int(),
  comment: z.string().nullable(),
  role: z.string().nullable(),
  snapshot: caseSnapshotSchema,
});
export type CaseIndicator = z.infer<typeof caseIndicatorSchema>;

/** What a table says of an indicator at one moment. */
export const caseIndicatorStateSchema = indicatorSummarySchema.pick({
  score: true,
  severity: true,
  verdict: true,
  state: true,
  vendors: true,
  flags: true,
});
export type CaseIndicatorState = z.infer<typeof caseIndicatorStateSchema>;

/** A line of a case's table: what was said when the indicator was added beside what is true now. */
export const caseIndicatorRowSchema = z.strictObject({
  id: indicatorIdSchema,
  type: z.enum(indicatorTypes),
  value: z.string(),
  /** As received when it was added, where that differs from the canonical value. */
  received: z.string().nullable(),
  addedAtMs: z.number().int(),
  /** The first 200 characters; all of it is in {@link CaseIndicator}. */
  comment: z.string().nullable(),
  role: z.string().nullable(),
  /** Numbers of the other cases that hold it now. */
  otherCases: z.array(z.string()),
  /** Frozen. */
  before: caseIndicatorStateSchema,
  now: caseIndicatorStateSchema,
});
export type CaseIndicatorRow = z.infer<typeof caseIndicatorRowSchema>;

/** What a case's table can be sorted by; `score` and `verdict` are those of now, the others those that were frozen. */
export const caseIndicatorOrders = [
  'added',
  'type',
  'value',
  'scoreBefore',
  'score',
  'verdictBefore',
  'verdict',
] as const;
export type CaseIndicatorOrder = (typeof caseIndicatorOrders)[number];

/** Most characters of a note. */
export const noteTextSchema = z.string().trim().min(1).max(100_000);
/** Most characters of a task. */
export const taskTextSchema = z.string().trim().min(1).max(2_000);

/** Most characters of what a case is closed with. */
export const closingSummarySchema = z.string().trim().min(1).max(100_000);

/** A vendor record that was pinned to a note, frozen as it was then; its text is asked for by its id. */
export const caseEvidenceSchema = z.strictObject({
  id: z.number().int(),
  type: z.enum(indicatorTypes),
  value: z.string(),
  connection: z.string(),
  vendor: z.string(),
  stream: z.string(),
  vendorKey: z.string(),
  /** As the vendor said it; null without one. */
  vendorScore: z.string().nullable(),
  /** When the vendor was asked for it. */
  fetchedAtMs: z.number().int(),
  /** Of the record's text as received. */
  rawSha256: z.string(),
  by: z.string(),
  pinnedAtMs: z.number().int(),
});
export type CaseEvidence = z.infer<typeof caseEvidenceSchema>;

/** Ids of notes ascend in the order in which they were written. */
export const caseNoteSchema = z.strictObject({
  id: z.number().int(),
  atMs: z.number().int(),
  by: z.string(),
  text: z.string(),
  /** Pinned notes stand first. */
  isPinned: z.boolean(),
  evidence: z.array(caseEvidenceSchema).max(noteEvidenceLimit),
});
export type CaseNote = z.infer<typeof caseNoteSchema>;

export const caseTaskSchema = z.strictObject({ id: z.number().int(), text: z.string(), done: z.boolean() });
export type CaseTask = z.infer<typeof caseTaskSchema>;

/** Most characters of an analyst's own entry in a timeline. */
export const timelineTextSchema = z.string().trim().min(1).max(4_000);

/** What happened in a case, by its time: written with the change it tells of, or by an analyst (kind `own`). */
export const caseTimelineEntrySchema = z.strictObject({
  id: z.number().int(),
  /** When it happened, as far as the one who wrote it knows. */
  atMs: z.number().int(),
  kind: z.string(),
  text: z.string(),
  /** Who wrote an own entry; null for the others, whose text says it. */
  by: z.string().nullable(),
});
export type CaseTimelineEntry = z.infer<typeof caseTimelineEntrySchema>;

/** What is said of a file; most characters. */
export const fileCommentSchema = z.string().trim().max(2_000);

/** A file that belongs to a case, by what proves it; its bytes are not kept. */
export const caseFileSchema = z.strictObject({
  id: z.number().int(),
  /** Foreign text: whoever made the file chose it. */
  name: z.string(),
  sizeBytes: z.number().int(),
  md5: z.string(),
  sha1: z.string(),
  sha256: z.string(),
  comment: z.string().nullable(),
  by: z.string(),
  addedAtMs: z.number().int(),
});
export type CaseFile = z.infer<typeof caseFileSchema>;

/** A page of what was written in a case: as many as fit into an answer. */
export interface CaseLogPage<Entry> {
  readonly entries: readonly Entry[];
  /** Id of the last one, after which the next page begins; null when this is the last page. */
  readonly next: number | null;
}

/** A line of the case list. */
export const caseSummarySchema = z.strictObject({
  number: caseNumberSchema,
  uuid: z.string(),
  title: z.string(),
  status: z.enum(caseStatuses),
  severity: z.enum(severities),
  tlp: z.enum(tlpMarks),
  pap: z.enum(papMarks),
  assignee: z.string().nullable(),
  summary: z.string().nullable(),
  /** Given when the case is closed. */
  verdict: z.enum(verdicts).nullable(),
  createdAtMs: z.number().int(),
  updatedAtMs: z.number().int(),
  closedAtMs: momentSchema,
  indicatorCount: z.number().int(),
  openTaskCount: z.number().int(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;

/** A case; its indicators, notes and timeline, which may be many thousands, are asked for page by page. */
export const caseSchema = caseSummarySchema.extend({
  tasks: z.array(caseTaskSchema).max(caseTaskLimit),
  files: z.array(caseFileSchema).max(caseFileLimit),
  noteCount: z.number().int(),
  timelineCount: z.number().int(),
});
export type Case = z.infer<typeof caseSchema>;

/** What can be set on a case, at creation or later; its status only later, see {@link caseChangeSchema}. */
export const caseFieldsSchema = z.strictObject({
  title: z.string().trim().min(1).max(300),
  severity: z.enum(severities),
  tlp: z.enum(tlpMarks),
  pap: z.enum(papMarks),
  /** Null, and an empty name: nobody. */
  assignee: z
    .string()
    .trim()
    .max(200)
    .transform((name) => (name === '' ? null : name))
    .nullable(),
  summary: z.string().max(100_000).nullable(),
});
export type CaseFields = z.infer<typeof caseFieldsSchema>;

/** What a change of a case sets; an absent part stays as it is. A closed case keeps its status. */
export const caseChangeSchema = caseFieldsSchema.extend({ status: z.enum(workingCaseStatuses) }).partial();
export type CaseChange = z.infer<typeof caseChangeSchema>;
