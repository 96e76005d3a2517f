import * as z from 'zod';
import { caseNumberSchema } from '../model/ids.ts';
import {
  csvMappingSchema,
  fieldChangeSchema,
  importFormats,
  importParts,
  importStatuses,
  mappingNameSchema,
} from '../model/import.ts';

const countSchema = z.number().int().min(0);

export const importRefSchema = z.strictObject({ id: z.number().int().positive() });

/** A file that has arrived, and how to read it. */
export const importReadSchema = importRefSchema.extend({
  /** Null: told by its content. */
  format: z.enum(importFormats).nullable(),
  /** Of a CSV file; null: guessed. */
  mapping: csvMappingSchema.nullable(),
});

/** What is in a file. */
export const importOverviewSchema = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  format: z.enum(importFormats),
  author: z.string().nullable(),
  title: z.string(),
  hasCase: z.boolean(),
  notes: z.array(z.string()),
  /** Of a CSV file. */
  columns: z
    .strictObject({
      mapping: csvMappingSchema,
      names: z.array(z.string()),
      sample: z.array(z.array(z.string())),
    })
    .nullable(),
});
export type ImportOverview = z.infer<typeof importOverviewSchema>;

/** Which file goes where. */
export const importGoSchema = importRefSchema.extend({
  case: z.union([z.enum(['auto', 'none', 'new']), caseNumberSchema]),
});

/** What importing comes to, or came to. */
export const importOutcomeSchema = z.strictObject({
  source: z.string(),
  counts: z.record(z.enum(importStatuses), countSchema),
  case: z
    .strictObject({
      /** Null: it is yet to be made. */
      number: caseNumberSchema.nullable(),
      title: z.string(),
      isNew: z.boolean(),
      /** Fields of which the file says something else: they stay. */
      differences: z.array(z.string()),
    })
    .nullable(),
  /** Tasks and files that the case could not hold. */
  leftOut: countSchema,
});
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;

export const importRowsInputSchema = importRefSchema.extend({
  /** Empty: any. */
  statuses: z.array(z.enum(importStatuses)).max(importStatuses.length),
  offset: countSchema,
  limit: countSchema.min(1).max(100),
});

/** A part of a file with what it comes to; what was passed over has no type. */
export const importRowSchema = z.strictObject({
  status: z.enum(importStatuses),
  type: z.string().nullable(),
  value: z.string(),
  place: z.string(),
  parts: z.array(z.enum(importParts)),
  fields: z.array(fieldChangeSchema),
  reason: z.string().nullable(),
});
export type ImportRow = z.infer<typeof importRowSchema>;

/** How far an import is; the last one says that it runs no longer, however it ended. */
export const importProgressSchema = z.strictObject({
  id: z.number().int(),
  done: countSchema,
  total: countSchema,
  isRunning: z.boolean(),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;

export const namedMappingSchema = z.strictObject({ name: mappingNameSchema, mapping: csvMappingSchema });
