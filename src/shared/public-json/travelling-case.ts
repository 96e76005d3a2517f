import * as z from 'zod';
import {
  type CaseNote,
  caseEvidenceSchema,
  caseFileSchema,
  caseNoteSchema,
  caseSummarySchema,
  caseTaskSchema,
  caseTimelineEntrySchema,
} from '../model/case.ts';
import { caseFileLimit, caseTaskLimit, noteEvidenceLimit } from '../model/limits.ts';
import { type Packed, pack, unpack } from './packed.ts';

/** The fields of a case that travel with it; its number is that of the cache it comes from. */
const fieldsSchema = caseSummarySchema.omit({ indicatorCount: true, openTaskCount: true }).extend({
  number: z.string().max(20),
  uuid: z.uuid(),
  title: z.string().min(1).max(300),
  assignee: z.string().max(200).nullable(),
  summary: z.string().max(100_000).nullable(),
});

/** What is left out when it is empty comes back as it was. */
const evidenceSchema = caseEvidenceSchema
  .omit({ id: true })
  .extend({ vendorScore: z.string().nullable().default(null), by: z.string().max(300) });
const noteSchema = caseNoteSchema.omit({ id: true }).extend({
  by: z.string().max(300),
  text: z.string().max(100_000),
  isPinned: z.boolean().default(false),
  evidence: z.array(evidenceSchema).max(noteEvidenceLimit).default([]),
});
const taskSchema = caseTaskSchema.omit({ id: true }).extend({ text: z.string().max(2_000) });
const fileSchema = caseFileSchema.omit({ id: true }).extend({
  name: z.string().min(1).max(1_000),
  comment: z.string().nullable().default(null),
  by: z.string().max(300),
});
const entrySchema = caseTimelineEntrySchema
  .omit({ id: true })
  .extend({ kind: z.string().max(100), by: z.string().max(300).nullable().default(null) });

/** Most notes and entries of a case that travels: many times what analysts write in one, and no more than an import should bear. */
export const travellingNoteLimit = 20_000;
export const travellingEntryLimit = 100_000;

/** A case on its way from one cache to another, without its indicators and without row ids. */
export const travellingCaseSchema = fieldsSchema.extend({
  tasks: z.array(taskSchema).max(caseTaskLimit),
  files: z.array(fileSchema).max(caseFileLimit),
  notes: z.array(noteSchema).max(travellingNoteLimit),
  timeline: z.array(entrySchema).max(travellingEntryLimit),
});
export type TravellingCase = z.infer<typeof travellingCaseSchema>;

/** What is written of a case; notes only where the format has no place for them. */
export interface CaseToPack extends Omit<TravellingCase, 'tasks' | 'files' | 'notes' | 'timeline'> {
  readonly tasks: readonly object[];
  readonly files: readonly object[];
  readonly notes: readonly PackedNote[];
  readonly timeline: readonly object[];
}

interface PackedNote {
  readonly evidence: readonly object[];
}

/** Null is left out. */
const withoutId = (one: object): object => ({ ...one, id: null });

/** What a note says beside its text, for formats that have notes of their own. */
export function packNoteMarks({ isPinned, evidence }: CaseNote): { readonly [name: string]: Packed } {
  return pack({ isPinned: isPinned ? true : null, evidence: evidence.map(withoutId) });
}

/** Reads what {@link packNoteMarks} wrote; a note without any where no version of ours wrote it. */
export function parseNoteMarks(value: unknown): Pick<TravellingCase['notes'][number], 'isPinned' | 'evidence'> {
  const marks = noteSchema.pick({ isPinned: true, evidence: true }).safeParse(unpack(value));
  return marks.success ? marks.data : { isPinned: false, evidence: [] };
}

/** A case as it travels inside STIX and MISP. */
export function packCase(found: CaseToPack): { readonly [name: string]: Packed } {
  const { tasks, files, notes, timeline, ...fields } = found;
  return pack({
    ...fields,
    tasks: tasks.map(withoutId),
    files: files.map(withoutId),
    notes: notes.map((note) => ({ ...withoutId(note), evidence: note.evidence.map(withoutId) })),
    timeline: timeline.map(withoutId),
  });
}

/** Reads it back; undefined for what no version of ours wrote. */
export function parseCase(value: unknown): TravellingCase | undefined {
  const unpacked = unpack(value);
  if (typeof unpacked !== 'object' || unpacked === null) return undefined;
  const parsed = travellingCaseSchema.safeParse({ ...emptyCase, ...unpacked });
  return parsed.success ? parsed.data : undefined;
}

const emptyCase = {
  assignee: null,
  summary: null,
  verdict: null,
  closedAtMs: null,
  tasks: [],
  files: [],
  notes: [],
  timeline: [],
};
