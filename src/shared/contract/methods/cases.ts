import * as z from 'zod';
import { auditEntrySchema, auditVerdictSchema } from '../../model/audit.ts';
import {
  caseChangeSchema,
  caseFileSchema,
  caseIndicatorOrders,
  caseIndicatorRowSchema,
  caseIndicatorSchema,
  caseNoteSchema,
  caseSchema,
  caseSummarySchema,
  caseTimelineEntrySchema,
  closingSummarySchema,
  fileCommentSchema,
  noteTextSchema,
  taskTextSchema,
  timelineTextSchema,
} from '../../model/case.ts';
import { caseNumberSchema, observationIdSchema } from '../../model/ids.ts';
import { indicatorTypes, verdicts } from '../../model/vocabulary.ts';
import { fileRefSchema } from '../file-schemas.ts';
import { method } from '../method.ts';
import { newCaseSchema, nothingSchema, selectionSchema } from '../schemas.ts';

const caseRef = z.strictObject({ number: caseNumberSchema });
/** Newest first; `after` is `next` of the page before. */
const caseLogWindow = caseRef.extend({
  after: z.number().int().nullable(),
  limit: z.number().int().min(1).max(200),
});
/** A note, entry, file or piece of evidence by its id. */
const casePartRef = caseRef.extend({ id: z.number().int() });
const logPageOf = <Entry extends z.ZodType>(entry: Entry) =>
  z.strictObject({ entries: z.array(entry), next: z.number().int().nullable() });
const caseIndicatorRef = caseRef.extend({ type: z.enum(indicatorTypes), value: z.string().max(100_000) });

/** Methods around cases, and who did what. */
export const casesMethods = {
  'cases.list': method({ input: nothingSchema, output: z.array(caseSummarySchema) }),
  'cases.get': method({ input: caseRef, output: caseSchema }),
  'cases.notes': method({ input: caseLogWindow, output: logPageOf(caseNoteSchema) }),
  'cases.timeline': method({ input: caseLogWindow, output: logPageOf(caseTimelineEntrySchema) }),
  /** A page of the table of a case's indicators. */
  'cases.indicators': method({
    input: caseRef.extend({
      order: z.enum(caseIndicatorOrders),
      descending: z.boolean(),
      offset: z.number().int().min(0).max(10_000_000),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.array(caseIndicatorRowSchema),
  }),
  /** One of them with all that was frozen. */
  'cases.indicator': method({ input: caseIndicatorRef, output: caseIndicatorSchema }),
  'cases.create': method({ input: newCaseSchema, output: caseSummarySchema }),
  'cases.update': method({ input: caseRef.extend({ fields: caseChangeSchema }), output: caseSummarySchema }),
  'cases.addIndicators': method({
    input: caseRef.extend({
      selection: selectionSchema,
      comment: z.string().max(10_000).nullable(),
      role: z.string().max(200).nullable(),
    }),
    output: z.strictObject({
      added: z.number().int(),
      alreadyThere: z.number().int(),
      /** Whether `cases.cancelAddition` ended it before all was looked at. */
      isStopped: z.boolean(),
      undo: z.number().int().nullable(),
    }),
  }),
  /** Takes an addition back, named by what `cases.addIndicators` gave. */
  'cases.undoAddition': method({
    input: z.strictObject({ addition: z.number().int().min(1) }),
    output: z.strictObject({ removed: z.number().int() }),
  }),
  /** Ends what is being added to a case; what was added so far stays. */
  'cases.cancelAddition': method({ input: caseRef, output: nothingSchema }),
  'cases.removeIndicator': method({
    input: caseIndicatorRef,
    output: nothingSchema,
  }),
  'cases.addNote': method({
    input: caseRef.extend({ text: noteTextSchema }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  /** An own entry in the timeline, about a moment that the analyst names. */
  'cases.addTimelineEntry': method({
    input: caseRef.extend({
      happenedAtMs: z.number().int().min(0).max(8_640_000_000_000),
      text: timelineTextSchema,
    }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  /** Own entries only. */
  'cases.removeTimelineEntry': method({ input: casePartRef, output: nothingSchema }),
  'cases.pinNote': method({
    input: caseRef.extend({ noteId: z.number().int(), pinned: z.boolean() }),
    output: nothingSchema,
  }),
  /** Freezes a vendor's record beside a note. */
  'cases.pinRecord': method({
    input: caseRef.extend({ noteId: z.number().int(), observationId: observationIdSchema }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  'cases.unpinRecord': method({ input: casePartRef, output: nothingSchema }),
  /** The text of a pinned record. */
  'cases.evidenceRaw': method({
    input: casePartRef,
    output: z.strictObject({ text: z.string(), cut: z.boolean() }),
  }),
  /** Takes a file that has arrived into a case: its name, size and hashes, not its bytes. */
  'cases.addFile': method({
    input: caseRef.extend({ fileId: fileRefSchema.shape.id, comment: fileCommentSchema.nullable() }),
    output: caseFileSchema,
  }),
  'cases.removeFile': method({ input: casePartRef, output: nothingSchema }),
  'cases.addTask': method({
    input: caseRef.extend({ text: taskTextSchema }),
    output: z.strictObject({ id: z.number().int() }),
  }),
  'cases.setTaskDone': method({
    input: caseRef.extend({ taskId: z.number().int(), done: z.boolean() }),
    output: nothingSchema,
  }),
  'cases.close': method({
    input: caseRef.extend({ verdict: z.enum(verdicts), summary: closingSummarySchema }),
    output: caseSummarySchema,
  }),

  /** Who did what, newest first; `number` narrows it to one case. */
  'audit.list': method({
    input: z.strictObject({
      number: caseNumberSchema.nullable(),
      after: z.number().int().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: logPageOf(auditEntrySchema),
  }),
  /** Goes through the whole log. */
  'audit.verify': method({ input: nothingSchema, output: auditVerdictSchema }),
} as const;
