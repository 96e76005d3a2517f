import * as z from 'zod';
import { pageSizeSchema } from '../kit/page-size.ts';
import { parseTimestamp } from '../kit/times.ts';

const gradeSchema = z.number().int().min(0).max(100);

/** The vendor's own parameters of a feed. `after` concerns the first run only; later ones go on from the last. */
export const threatgridOptionsSchema = z.strictObject({
  confidence: gradeSchema.describe('Least confidence, 0-100; the service takes 80 when empty').optional(),
  severity: gradeSchema.describe('Least severity, 0-100; the service takes 80 when empty').optional(),
  org_only: z.boolean().describe("Only samples of the key's organisation").optional(),
  user_only: z.boolean().describe("Only samples of the key's user").optional(),
  ioc: z.string().min(1).max(256).describe('Exact name of a behavioural indicator').optional(),
  sample: z.string().min(1).max(4_096).describe('Sample ids, separated by commas').optional(),
  limit: pageSizeSchema.describe("Records per page; the feed's own when empty").optional(),
  after: z
    .string()
    .refine((text) => parseAfter(text) !== null, 'must be a moment such as 2026-11-01T00:00:00Z or 2026-11-01')
    .describe('Where the first run begins, e.g. 2026-11-01T00:00:00Z; 7 days ago when empty')
    .optional(),
});

/** Parameters that go into each request as they are. */
export const passedOptions = ['confidence', 'severity', 'org_only', 'user_only', 'ioc', 'sample', 'limit'] as const;

/** Epoch ms of the `after` option: RFC 3339, or a UTC day. */
export function parseAfter(text: string): number | null {
  return parseTimestamp(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}
