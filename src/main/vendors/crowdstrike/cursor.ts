import * as z from 'zod';

/** Newest `modified_on` met, per pass, as the vendor wrote it; null when there was none. */
const marksSchema = z.strictObject({ live: z.string().nullable(), deleted: z.string().nullable() });
type FalconMarks = z.infer<typeof marksSchema>;

/** What a complete walk leaves: where the next one starts, less an overlap. */
export const falconCheckpointSchema = marksSchema;
export type FalconCheckpoint = FalconMarks;

/**
 * Position inside a walk. A walk makes two passes, since one search shows either the live or the deleted records; a record
 * that is deleted between them is met in both.
 */
export const falconCursorSchema = z.strictObject({
  pass: z.enum(['live', 'deleted']),
  /** Opaque; null for the first page of a pass. */
  after: z.string().nullable(),
  /** Records received in this pass, repeated ones included. */
  rows: z.number().int(),
  /** Lower bounds of this walk: nulls for a full one. */
  from: marksSchema,
  /** Checkpoint before this walk; it stays when the walk comes out short. */
  kept: marksSchema,
  newest: marksSchema,
  /** Our clock when the walk began, epoch ms; stands in where the vendor does not tell its own. */
  beganMs: z.number(),
  /** The options leave records out: what this walk does not see is not gone. */
  isNarrowed: z.boolean(),
  /** How the live pass ended; null during it. */
  live: z.strictObject({ total: z.number().int(), received: z.number().int(), isComplete: z.boolean() }).nullable(),
});
export type FalconCursor = z.infer<typeof falconCursorSchema>;

/** No bound and nothing met. */
export const noMarks: FalconMarks = { live: null, deleted: null };
