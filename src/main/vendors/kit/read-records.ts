import type * as z from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { findProblem, joinRule } from '#shared/errors/read-input.ts';
import type { ObservationDraft, RejectedDraft } from '../vendor.ts';
import type { JsonRecord } from './json-answer.ts';
import { parseJsonText } from './json-text.ts';
import { showVendorText } from './vendor-text.ts';

/** Longest raw text kept of a record that could not be read. */
const rejectedRawLimit = 64 * 1024;

/** The records of a page, good and bad. */
export interface ReadRecords {
  readonly drafts: readonly ObservationDraft[];
  readonly rejected: readonly RejectedDraft[];
}

/**
 * Parses and maps the records of a page one by one; a bad one is put aside with its reason and spoils nothing else.
 *
 * @param map may throw an AppError `vendor.badResponse`, whose message becomes the reason.
 */
export function readRecords<Item>(
  records: readonly JsonRecord[],
  schema: z.ZodType<Item>,
  map: (item: Item, raw: string) => ObservationDraft,
): ReadRecords {
  const drafts: ObservationDraft[] = [];
  const rejected: RejectedDraft[] = [];
  for (const { value, raw } of records) {
    const parsed = schema.safeParse(value);
    const draft = parsed.success ? tryMap(map, parsed.data, raw) : explainRejection(schema, value);
    if (typeof draft === 'string') rejected.push({ reason: draft, raw: raw.slice(0, rejectedRawLimit) });
    else drafts.push(draft);
  }
  return { drafts, rejected };
}

/** Reads a single record as {@link readRecords} would. @throws AppError `vendor.badResponse` with the reason. */
export function recordReader<Item>(
  schema: z.ZodType<Item>,
  map: (item: Item, raw: string) => ObservationDraft,
): (raw: string) => ObservationDraft {
  return (raw) => {
    const value = parseJsonText(raw);
    const { drafts, rejected } = readRecords([{ value, raw }], schema, map);
    const [draft] = drafts;
    if (draft !== undefined) return draft;
    throw new AppError('vendor.badResponse', rejected[0]?.reason ?? 'The record cannot be read.');
  };
}

function tryMap<Item>(
  map: (item: Item, raw: string) => ObservationDraft,
  item: Item,
  raw: string,
): ObservationDraft | string {
  try {
    return map(item, raw);
  } catch (error) {
    if (error instanceof AppError && error.code === 'vendor.badResponse') return error.message;
    throw error;
  }
}

/** The first thing that does not fit, e.g. `score must be a number.` */
function explainRejection(schema: z.ZodType, value: unknown): string {
  const { path, rule } = findProblem(schema, value) ?? { path: [], rule: 'does not fit' };
  return showVendorText(joinRule(path.join('.') || 'The record', rule)).slice(1, -1);
}
