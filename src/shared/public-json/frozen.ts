import * as z from 'zod';
import {
  type IndicatorFacts,
  indicatorSummarySchema,
  noFields,
  observationSchema,
  relationSchema,
} from '../model/indicator.ts';
import { type Packed, pack, unpack } from './packed.ts';

/** What a case froze of an indicator, without the row ids of one cache: it can be read by another. */
export const frozenMemberSchema = z.strictObject({
  indicator: indicatorSummarySchema.omit({ id: true }),
  observations: z.array(observationSchema.omit({ id: true })),
  relations: z.array(relationSchema.omit({ id: true })),
});
export type FrozenMember = z.infer<typeof frozenMemberSchema>;

/** What is written: the same, with or without ids. */
export interface Freezable {
  readonly indicator: IndicatorFacts;
  readonly observations: readonly object[];
  readonly relations: readonly object[];
}

/** A frozen indicator as it travels inside STIX and MISP; everything modelled is in it. */
export function packFrozen({ indicator, observations, relations }: Freezable): { readonly [name: string]: Packed } {
  return pack({
    indicator: { ...indicator, id: null },
    observations: observations.map((one) => ({ ...one, id: null })),
    relations: relations.map((one) => ({ ...one, id: null })),
  });
}

/** Reads it back; undefined for what no version of ours wrote. */
export function parseFrozen(value: unknown): FrozenMember | undefined {
  const parsed = envelopeSchema.safeParse(unpack(value));
  if (!parsed.success) return undefined;
  const { indicator, observations, relations } = parsed.data;
  const whole = frozenMemberSchema.safeParse({
    indicator: { ...emptyIndicator, ...indicator },
    observations: observations.map((one) => ({ ...emptyObservation, ...one })),
    relations,
  });
  return whole.success ? whole.data : undefined;
}

const record = z.record(z.string(), z.unknown());
const envelopeSchema = z.strictObject({
  indicator: record,
  observations: z.array(record).default([]),
  relations: z.array(record).default([]),
});

/** What is left out when it is empty. */
const emptyIndicator = {
  received: null,
  score: null,
  firstSeenMs: null,
  lastSeenMs: null,
  expiresAtMs: null,
  triagedAtMs: null,
  vendors: [],
  connections: [],
  tags: [],
  flags: [],
  cases: [],
};
const emptyObservation = { ...noFields, goneAtMs: null };
