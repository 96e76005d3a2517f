import * as z from 'zod';
import { caseNumberSchema, indicatorIdSchema } from './ids.ts';
import { indicatorSummarySchema, momentSchema, observationSchema, relationSchema } from './indicator.ts';
import { caseStatuses, indicatorTypes, papMarks, severities, tlpMarks, verdicts } from './vocabulary.ts';

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

/** Ids of notes ascend in the order in which they were written. */
export const caseNoteSchema = z.strictObject({
  id: z.number().int(),
  atMs: z.number().int(),
  by: z.string(),
  text: z.string(),
});
export type CaseNote = z.infer<typeof caseNoteSchema>;

/** Most tasks of a case, done ones included: they travel with it. */
export const caseTaskLimit = 500;

export const caseTaskSchema = z.strictObject({ id: z.number().int(), text: z.string(), done: z.boolean() });
export type CaseTask = z.infer<typeof caseTaskSchema>;

/** What happened in a case, in order; automatic entries only, written with the change they tell of. */
export const caseTimelineEntrySchema = z.strictObject({
  /** Ascends in the order in which things happened. */
  id: z.number().int(),
  atMs: z.number().int(),
  kind: z.string(),
  text: z.string(),
});
export type CaseTimelineEntry = z.infer<typeof caseTimelineEntrySchema>;

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
  noteCount: z.number().int(),
  timelineCount: z.number().int(),
});
export type Case = z.infer<typeof caseSchema>;

/** What can be set on a case, at creation or later. */
export const caseFieldsSchema = z.strictObject({
  title: z.string().trim().min(1).max(300),
  severity: z.enum(severities),
  tlp: z.enum(tlpMarks),
  pap: z.enum(papMarks),
  assignee: z.string().trim().max(200).nullable(),
  summary: z.string().max(100_000).nullable(),
});
export type CaseFields = z.infer<typeof caseFieldsSchema>;
