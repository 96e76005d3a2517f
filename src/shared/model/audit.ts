import * as z from 'zod';
import { caseNumberSchema } from './ids.ts';

/** An act as the audit log tells of it. */
export const auditEntrySchema = z.strictObject({
  /** Counts the entries: 1, 2, 3 … */
  id: z.number().int(),
  atMs: z.number().int(),
  by: z.string(),
  /** Which kind of act, e.g. `cases.addNote`. */
  action: z.string(),
  /** The case that it concerns; null for an act outside of cases. */
  case: caseNumberSchema.nullable(),
  /** One sentence; values of indicators in it are foreign text. */
  text: z.string(),
  /** SHA-256, hex: of the hash of the entry before and of this entry. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Where the log does not hold together. */
export const auditFaultSchema = z.strictObject({
  kind: z.enum(['changed', 'missing', 'notAsNoted']),
  /** The entry at which it shows; for `missing`, the first one that is not there. */
  id: z.number().int(),
  /** In words, with what it means. */
  problem: z.string(),
});
export type AuditFault = z.infer<typeof auditFaultSchema>;

/** Result of going through the whole log. */
export const auditVerdictSchema = z.strictObject({
  entries: z.number().int(),
  /**
   * The last entry. Whoever notes its number and hash outside of the database can prove later that nothing before it was
   * changed; null for an empty log.
   */
  last: z.strictObject({ id: z.number().int(), hash: z.string() }).nullable(),
  /** Empty when all is well; at most `auditFaultLimit`. */
  faults: z.array(auditFaultSchema),
});
export type AuditVerdict = z.infer<typeof auditVerdictSchema>;
