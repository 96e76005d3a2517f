/** A vendor made up for the store's tests: pages of JSON, one object per record, mapped with hardly any work. */
import * as z from 'zod';
import type { AnyVendorStream, ObservationDraft, VendorPage, VendorStream } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { indicatorTypes, relationKinds, severities, sourceIntents } from '#shared/model/vocabulary.ts';

const recordSchema = z.strictObject({
  key: z.string(),
  type: z.enum(indicatorTypes),
  value: z.string(),
  received: z.string().nullable().default(null),
  score: z.number().nullable().default(null),
  severity: z.enum(severities).nullable().default(null),
  action: z.string().nullable().default(null),
  firstSeenMs: z.number().nullable().default(null),
  lastSeenMs: z.number().nullable().default(null),
  expiresAtMs: z.number().nullable().default(null),
  sources: z.array(z.strictObject({ name: z.string(), intent: z.enum(sourceIntents) })).default([]),
  tags: z.array(z.string()).default([]),
  categories: z.array(z.string()).default([]),
  rule: z.string().nullable().default(null),
  country: z.string().nullable().default(null),
  asn: z.string().nullable().default(null),
  asType: z.string().nullable().default(null),
  platforms: z.array(z.string()).default([]),
  description: z.string().nullable().default(null),
  benign: z.boolean().default(false),
  gone: z.boolean().default(false),
  aliases: z.array(z.string()).default([]),
  derived: z
    .array(z.strictObject({ type: z.enum(indicatorTypes), value: z.string(), relation: z.enum(relationKinds) }))
    .default([]),
  triage: z
    .strictObject({ reviewed: z.boolean(), atMs: z.number().nullable(), by: z.string().nullable() })
    .nullable()
    .default(null),
  /** Part of the raw text that no field is made of. */
  noise: z.number().default(0),
  fingerprint: z.string().optional(),
});

/** A record as a test writes it down; what is left out is absent. */
export type TestRecord = z.input<typeof recordSchema>;

/** A page as the made-up vendor sends it. A record `{ broken }` is rejected for that reason. */
export interface TestPage {
  readonly records: readonly (TestRecord | { readonly broken: string })[];
  readonly total?: number | null;
  readonly more?: boolean;
}

const cursorSchema = z.strictObject({ page: z.number().int(), pass: z.number().int() });
type Cursor = z.infer<typeof cursorSchema>;
const checkpointSchema = z.strictObject({ walked: z.number().int() });
type Checkpoint = z.infer<typeof checkpointSchema>;

const brokenSchema = z.strictObject({ broken: z.string() });
const pageSchema = z.object({
  records: z.array(z.unknown()),
  total: z.number().nullable().default(null),
  more: z.boolean().default(false),
});

interface Behaviour {
  readonly isExhaustive: boolean;
  readonly passes: number;
}

function makeStream(id: string, { isExhaustive, passes }: Behaviour): VendorStream<Cursor, Checkpoint> {
  return {
    id,
    displayName: id,
    optionsSchema: z.strictObject({}),
    cursorSchema,
    checkpointSchema,
    begin: () => ({ page: 0, pass: 0 }),
    request: (cursor) => ({ method: 'GET', path: `/${id}/${cursor.pass}/${cursor.page}`, query: [] }),
    read: (answer, cursor) => readPage(answer.body, cursor),
    conclude: ({ cursor, received, total }) =>
      cursor.pass + 1 < passes
        ? { kind: 'again', cursor: { page: 0, pass: cursor.pass + 1 } }
        : {
            kind: 'done',
            checkpoint: { walked: received },
            expected: total,
            complete: total === null || received >= total,
            exhaustive: isExhaustive,
          },
    memoryMs: null,
  };
}

function readPage(body: Uint8Array, cursor: Cursor): VendorPage<Cursor> {
  const parsed = pageSchema.safeParse(parseJson(body));
  if (!parsed.success) throw new AppError('vendor.badResponse', 'This is no page.');
  const { records, total, more } = parsed.data;
  const drafts: ObservationDraft[] = [];
  const rejected: { reason: string; raw: string }[] = [];
  for (const record of records) {
    const broken = brokenSchema.safeParse(record);
    const raw = JSON.stringify(record);
    if (broken.success) rejected.push({ reason: broken.data.broken.slice(0, 40), raw });
    else drafts.push(toDraft(recordSchema.parse(record), raw));
  }
  return { drafts, rejected, total, next: more ? { page: cursor.page + 1, pass: cursor.pass } : null };
}

function toDraft(
  { key, noise: _, fingerprint, ...fields }: z.output<typeof recordSchema>,
  raw: string,
): ObservationDraft {
  return {
    ...fields,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    vendorKey: key,
    vendorScore: fields.score === null ? null : String(fields.score),
    confidence: null,
    raw,
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new AppError('vendor.badResponse', 'This is no JSON.', { cause });
  }
}

/** `all` sees everything the vendor has, `some` does not, `twice` walks two times; `fatal` ends the thread that reads it. */
const streams: readonly VendorStream<Cursor, Checkpoint>[] = [
  makeStream('all', { isExhaustive: true, passes: 1 }),
  makeStream('some', { isExhaustive: false, passes: 1 }),
  makeStream('twice', { isExhaustive: false, passes: 2 }),
  { ...makeStream('fatal', { isExhaustive: false, passes: 1 }), read: () => process.exit(1) },
];

/** Streams of any vendor name. */
export function findTestStream(_vendor: string, stream: string): AnyVendorStream {
  const found = streams.find(({ id }) => id === stream);
  if (found === undefined) throw new AppError('input.invalid', 'This vendor has no such stream.');
  // The store hands a stream only cursors that its own schema has parsed.
  return found as unknown as AnyVendorStream;
}
