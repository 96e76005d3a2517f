import * as z from 'zod';
import { indicatorSummarySchema, observationSchema, relationSchema } from '#shared/model/indicator.ts';
import { sourceIntents } from '#shared/model/vocabulary.ts';
import type { FrozenMember } from '#shared/public-json/frozen.ts';
import { momentTextSchema, tellIssue } from './fields.ts';

const moment = momentTextSchema.nullable();

/** A vendor record as our JSON writes it; without `sourceIntents` and `versions` it is one of an older export. */
const recordSchema = observationSchema
  .omit({
    id: true,
    firstSeenMs: true,
    lastSeenMs: true,
    expiresAtMs: true,
    fetchedAtMs: true,
    goneAtMs: true,
    sources: true,
  })
  .extend({
    firstSeen: moment,
    lastSeen: moment,
    expiresAt: moment,
    fetchedAt: momentTextSchema,
    goneAt: moment,
    sources: z.array(z.string()),
    sourceIntents: z.array(z.enum(sourceIntents)).default([]),
    versions: z.number().int().default(0),
  })
  .strip();

/** An indicator as our JSON writes it; what is not read here (a raw record, the lists of another cache) stays in the row's raw text. */
const memberSchema = indicatorSummarySchema
  .omit({ id: true, value: true, firstSeenMs: true, lastSeenMs: true, expiresAtMs: true, triagedAtMs: true })
  .extend({
    canonical: z.string(),
    firstSeen: moment,
    lastSeen: moment,
    expiresAt: moment,
    triagedAt: moment.default(null),
    judgedBy: z.string().nullable().default(null),
    comment: z.string().nullable(),
    role: z.string().nullable(),
    addedAt: moment,
    observationList: z.array(recordSchema),
    relations: z.array(relationSchema.omit({ id: true })),
  })
  .strip();

/** An indicator of a file of ours. */
export interface JsonMember {
  readonly frozen: FrozenMember;
  readonly comment: string | null;
  readonly role: string | null;
  readonly addedAtMs: number | null;
  readonly judgedBy: string | null;
}

/** Reads one of `indicators`, or tells why it is none. */
export function readMember(value: unknown): JsonMember | { readonly reason: string } {
  const parsed = memberSchema.safeParse(value);
  if (!parsed.success) return { reason: `It is not written as Sightline writes it: ${tellIssue(parsed.error)}.` };
  const { canonical, firstSeen, lastSeen, expiresAt, triagedAt, ...member } = parsed.data;
  const { judgedBy, comment, role, addedAt, observationList, relations, ...fields } = member;
  const times = { firstSeenMs: firstSeen, lastSeenMs: lastSeen, expiresAtMs: expiresAt, triagedAtMs: triagedAt };
  const indicator = { ...fields, value: canonical, ...times };
  const frozen = { indicator, observations: observationList.map(toObservation), relations };
  return { frozen, comment, role, addedAtMs: addedAt, judgedBy };
}

function toObservation(record: z.infer<typeof recordSchema>): FrozenMember['observations'][number] {
  const { firstSeen, lastSeen, expiresAt, fetchedAt, goneAt, sources, sourceIntents: intents, ...rest } = record;
  return {
    ...rest,
    firstSeenMs: firstSeen,
    lastSeenMs: lastSeen,
    expiresAtMs: expiresAt,
    fetchedAtMs: fetchedAt,
    goneAtMs: goneAt,
    sources: sources.map((name, at) => ({ name, intent: intents[at] ?? 'unstated' })),
  };
}
