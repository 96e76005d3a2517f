/** Parameters that several operations have, and the envelope that all answers come in. */
import * as z from 'zod';
import { describeFqlProblem } from '../fql-check.ts';
import { iocRecordSchema } from '../schema.ts';

/** Names of the rights in Falcon's console. */
export const scopes = {
  read: 'IOC Management: Read',
  write: 'IOC Management: Write',
  legacy: 'IOCs (Indicators of Compromise): Read',
} as const;

export const filterSchema = z
  .string()
  .trim()
  .min(1)
  .max(8_192)
  .superRefine((text, context) => {
    const message = describeFqlProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .describe("FQL, e.g. type:'domain'+severity:['high','critical']");

export const fromParentSchema = z
  .boolean()
  .describe("true: only the parent's indicators; false: only the account's own");

export const commentSchema = z.string().max(10_000).describe('Why, for the audit log');

export const retrodetectsSchema = z.boolean().describe('Raise detections for hosts that saw the value before');
export const ignoreWarningsSchema = z.boolean().describe('Go on although rows have warnings, duplicates for instance');

/** Ids of records, of devices or of processes. */
export const idsSchema = z.array(z.string().min(1).max(512)).min(1).max(10_000);

export const iocTypeSchema = z.string().min(1).max(64).describe('Type of the indicator, e.g. domain');
export const iocValueSchema = z.string().min(1).max(1_000).describe('Value of the indicator');

/** Paging of word lists and hosts; the vendor takes these as text. */
export const textOffsetSchema = z
  .union([z.string().max(200), z.number().int().min(0)])
  .describe('Where to go on: the offset of the last answer');
export const textLimitSchema = z
  .union([z.string().regex(/^\d{1,5}$/), z.number().int().min(1)])
  .describe('Most per page');
export const wordLimitSchema = z.number().int().min(1).max(10_000).describe('Most per page');

/** Around every answer: `errors` and `resources` may be null, empty or absent. */
export function envelopeOf<Resource extends z.ZodType>(resource: Resource) {
  return z.looseObject({
    meta: z.looseObject({}).nullish(),
    errors: z.array(z.looseObject({ code: z.number().nullish(), message: z.string().nullish() })).nullish(),
    resources: z.array(resource).nullish(),
  });
}

/** A record with all its members, those unknown to us included. */
export const looseRecordSchema = z.looseObject(iocRecordSchema.shape);

/** One problem of one row of a create or update; `row` counts from 1. */
export const rowMessageSchema = z.looseObject({
  row: z.number().int().min(1),
  message_type: z.string(),
  message: z.string(),
  field_name: z.string().nullish(),
});
