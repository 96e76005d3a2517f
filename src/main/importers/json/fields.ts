import * as z from 'zod';
import { shorten } from '../statement.ts';

/** A moment as our JSON writes it, read to epoch ms: ISO 8601 in UTC, years beyond four digits included. */
export const momentTextSchema = z
  .string()
  .regex(/^(?:\d{4}|[+-]\d{6})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .transform((text) => Date.parse(text))
  .pipe(z.number().int());

/**
 * A record with the names of the model: `createdAt` is `createdAtMs`, and its `id`, which is that of another cache, is left out.
 * What is no record stays as it is, for the schema that it is held against.
 */
export function toModelNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).flatMap(([name, member]) => {
    if (name === 'id') return [];
    if (name === 'pinned') return [['isPinned', member] as const];
    return [/(?:^a|A)t$/.test(name) ? ([`${name}Ms`, readMoment(member)] as const) : ([name, member] as const)];
  });
  return Object.fromEntries(entries);
}

/** What is no moment stays as it is, for the schema. */
function readMoment(value: unknown): unknown {
  return momentTextSchema.safeParse(value).data ?? value;
}

/** Names the first thing that is not as it should be; for the middle of a sentence. */
export function tellIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return `nothing is known of “${shorten(issue.keys.join(', '))}”`;
  const path = issue?.path.map(String).join('.') ?? '';
  return path === '' ? 'it is no record' : `“${path}” is not what it should be`;
}
