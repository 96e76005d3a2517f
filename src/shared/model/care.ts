import * as z from 'zod';

const count = z.number().int().min(0);

/** Rows that are in the new file, and places of the old one that could not be read: an upper bound for what is lost. */
const salvagedSchema = z.strictObject({ kept: count, lost: count });

/** A backup that was written; `place` is for the eyes, with the home folder as `~`. */
export const backupResultSchema = z.strictObject({
  place: z.string(),
  sizeBytes: count,
  indicators: count,
  cases: count,
  triageEntries: count,
});
export type BackupResult = z.infer<typeof backupResultSchema>;

/** A backup in the folder for exports. */
const backupFileSchema = z.strictObject({
  name: z.string(),
  sizeBytes: count,
  /** When it was written. */
  writtenAtMs: z.number().int(),
});

/** The backups that the window finds; `folder` is for the eyes. */
export const backupListSchema = z.strictObject({ folder: z.string(), files: z.array(backupFileSchema) });
export type BackupList = z.infer<typeof backupListSchema>;

/** What was put in place of the database. */
export const restoreResultSchema = z.strictObject({
  /** Folder below the data folder that holds what was there before; null when nothing was. */
  keptIn: z.string().nullable(),
});
export type RestoreResult = z.infer<typeof restoreResultSchema>;

/** What became of a damaged database; `sound`: there was nothing to repair, and nothing was changed. */
export const repairResultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sound') }),
  z.strictObject({
    kind: z.literal('repaired'),
    /** Folder below the data folder that holds the damaged files. */
    keptIn: z.string(),
    counts: z.strictObject({
      connections: salvagedSchema,
      settings: salvagedSchema,
      triageEntries: salvagedSchema,
      tagEntries: salvagedSchema,
      cases: salvagedSchema,
      /** Notes, tasks, timeline entries and indicators of cases. */
      caseParts: salvagedSchema,
      outbox: salvagedSchema,
      /** Indicators with work on them whose name could not be read. */
      unnamedIndicators: count,
    }),
  }),
]);
export type RepairResult = z.infer<typeof repairResultSchema>;

/** What a file for the support holds, to be read before it is saved; `id` names exactly this text. */
export const diagnosticsSchema = z.strictObject({ id: count, text: z.string() });
export type Diagnostics = z.infer<typeof diagnosticsSchema>;
