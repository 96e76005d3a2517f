import { expect } from 'vitest';
import * as z from 'zod';
import {
  indicatorFlags,
  indicatorTypes,
  papMarks,
  relationKinds,
  severities,
  tlpMarks,
  triageOrigins,
  triageStates,
  verdicts,
} from '#shared/model/vocabulary.ts';

/** The documented JSON of the command line, written down a second time: strict, so that a name too many fails as well. */
const moment = z.iso.datetime({ offset: false, precision: 3 });
const count = z.number().int().min(0);
const score = z.number().int().min(0).max(100).nullable();
const error = z.strictObject({ code: z.string(), message: z.string(), reference: z.string() }).nullable();

export const connectionShape = z.strictObject({
  name: z.string(),
  vendor: z.string(),
  site: z.string().nullable(),
  baseUrl: z.url().nullable(),
  hasSecret: z.boolean(),
  streams: z.array(z.string()).min(1),
  options: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  lastCompleteAt: moment.nullable(),
  state: z.enum(['never', 'syncing', 'complete', 'incomplete', 'failed', 'noSecret']),
});

export const progressShape = z.strictObject({
  event: z.literal('progress'),
  connection: z.string(),
  stream: z.string(),
  pages: count,
  received: count,
  expected: count.nullable(),
});

const counts = { expected: count.nullable(), received: count, stored: count, unchanged: count, rejected: count };

export const finishedShape = z.strictObject({
  event: z.literal('finished'),
  connection: z.string(),
  stream: z.string(),
  status: z.enum(['complete', 'incomplete', 'failed', 'cancelled']),
  ...counts,
  requests: count,
  error,
});

export const runShape = z.strictObject({
  connection: z.string(),
  stream: z.string(),
  startedAt: moment,
  finishedAt: moment.nullable(),
  status: z.enum(['running', 'complete', 'incomplete', 'failed', 'cancelled']),
  ...counts,
  requests: count,
  waitedMs: count,
  error,
});

export const indicatorShape = z.strictObject({
  type: z.enum(indicatorTypes),
  value: z.string(),
  score,
  severity: z.enum(severities),
  firstSeen: moment.nullable(),
  lastSeen: moment.nullable(),
  vendors: z.array(z.string()),
  connections: z.array(z.string()),
  tags: z.array(z.string()),
  state: z.enum(triageStates),
  verdict: z.enum(verdicts),
  observations: count,
  expiresAt: moment.nullable(),
  flags: z.array(z.enum(indicatorFlags)),
  cases: z.array(z.string()),
});

export const observationShape = z.strictObject({
  connection: z.string(),
  vendor: z.string(),
  stream: z.string(),
  vendorKey: z.string(),
  score,
  vendorScore: z.string().nullable(),
  severity: z.enum(severities).nullable(),
  confidence: score,
  action: z.string().nullable(),
  firstSeen: moment.nullable(),
  lastSeen: moment.nullable(),
  expiresAt: moment.nullable(),
  sources: z.array(z.string()),
  tags: z.array(z.string()),
  fetchedAt: moment,
  goneAt: moment.nullable(),
  raw: z.record(z.string(), z.unknown()),
});

export const relationShape = z.strictObject({
  kind: z.enum(relationKinds),
  type: z.enum(indicatorTypes),
  value: z.string(),
});

export const triageShape = z.strictObject({
  state: z.enum(triageStates),
  verdict: z.enum(verdicts),
  by: z.string(),
  at: moment,
  note: z.string().nullable(),
  origin: z.enum(triageOrigins),
});

export const doctorShape = z.strictObject({
  check: z.enum(['versions', 'database', 'audit', 'keychain', 'window', 'disk', 'network', 'updates', 'connection']),
  ok: z.boolean(),
  detail: z.string().min(1),
  connection: z.string().optional(),
  findings: z.array(z.string()).optional(),
});

export const caseShape = z.strictObject({
  number: z.string().regex(/^CASE-\d{4,}$/),
  uuid: z.uuid(),
  title: z.string(),
  status: z.enum(['open', 'in_progress', 'closed']),
  severity: z.enum(severities),
  tlp: z.enum(tlpMarks),
  pap: z.enum(papMarks),
  assignee: z.string().nullable(),
  summary: z.string().nullable(),
  createdAt: moment,
  updatedAt: moment,
  indicators: z.array(
    z.strictObject({
      type: z.enum(indicatorTypes),
      value: z.string(),
      addedAt: moment,
      comment: z.string().nullable(),
      role: z.string().nullable(),
      snapshot: z.looseObject({ takenAt: moment, type: z.enum(indicatorTypes), value: z.string() }),
    }),
  ),
  notes: z.array(
    z.strictObject({
      id: count,
      at: moment,
      by: z.string(),
      text: z.string(),
      pinned: z.boolean(),
      evidence: z.array(
        z.strictObject({
          id: count,
          type: z.enum(indicatorTypes),
          value: z.string(),
          connection: z.string(),
          vendor: z.string(),
          stream: z.string(),
          vendorKey: z.string(),
          vendorScore: z.string().nullable(),
          fetchedAt: moment,
          rawSha256: z.string(),
          by: z.string(),
          pinnedAt: moment,
        }),
      ),
    }),
  ),
  tasks: z.array(z.strictObject({ id: count, text: z.string(), done: z.boolean() })),
  files: z.array(
    z.strictObject({
      id: count,
      name: z.string(),
      sizeBytes: count,
      md5: z.string(),
      sha1: z.string(),
      sha256: z.string(),
      comment: z.string().nullable(),
      by: z.string(),
      addedAt: moment,
    }),
  ),
  timeline: z.array(
    z.strictObject({ id: count, at: moment, kind: z.string(), text: z.string(), by: z.string().nullable() }),
  ),
});

/** Fails with what is wrong and the line it is wrong in. */
export function expectShape(line: unknown, shape: z.ZodType): void {
  const parsed = shape.safeParse(line);
  expect(parsed.success ? [] : parsed.error.issues, JSON.stringify(line)?.slice(0, 500)).toEqual([]);
}
