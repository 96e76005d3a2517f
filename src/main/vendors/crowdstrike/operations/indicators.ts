/** Reads of indicators: ids, records, records by id. */
import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { defineOperation } from '../../kit/define-operation.ts';
import { peekJson } from '../../kit/json-answer.ts';
import { envelopeOf, filterSchema, fromParentSchema, idsSchema, looseRecordSchema, scopes } from './parameters.ts';

/** psfalcon keeps the query below 18.5 kB: so many ids of 64 characters. */
const mostIds = 268;

const search = {
  filter: filterSchema.optional(),
  sort: z
    .string()
    .regex(/^[a-z_.]+(?:[.|](?:asc|desc))?$/, 'must be a field with .asc or .desc')
    .describe('Property and direction, e.g. modified_on.desc')
    .optional(),
  limit: z
    .number()
    .int()
    .min(1)
    .max(2_000)
    .describe('Records per page, 1-2000; the service takes 100 when empty')
    .optional(),
  offset: z
    .number()
    .int()
    .min(0)
    .describe('Records to skip; with limit at most 10,000, beyond that use after')
    .optional(),
  after: z.string().max(8_192).describe('Where to go on: meta.pagination.after of the last answer').optional(),
  from_parent: fromParentSchema.optional(),
};

function checkPaging({ offset, after, limit }: Readonly<Record<string, unknown>>): string | undefined {
  if (offset !== undefined && after !== undefined) return 'offset and after exclude each other';
  const end = Number(offset ?? 0) + Number(limit ?? 100);
  return offset !== undefined && end > 10_000 ? 'offset and limit reach beyond 10,000; go on with after' : undefined;
}

/** Ids of what a filter finds. */
export const searchOperation = defineOperation({
  name: 'indicator_search_v1',
  kind: 'read',
  method: 'GET',
  path: '/iocs/queries/indicators/v1',
  summary: 'Ids of indicators that match a filter',
  scope: scopes.read,
  verified: 'recording',
  parameters: { query: search },
  check: checkPaging,
  output: envelopeOf(z.string()),
});

/** Records of what a filter finds. */
export const combinedOperation = defineOperation({
  name: 'indicator_combined_v1',
  kind: 'read',
  method: 'GET',
  path: '/iocs/combined/indicator/v1',
  summary: 'Indicators that match a filter',
  scope: scopes.read,
  verified: 'recording',
  parameters: { query: search },
  check: checkPaging,
  output: envelopeOf(looseRecordSchema),
});

/** Records by id, deleted ones included, in the order of the ids; unknown ids stand in `errors`. */
export const getOperation = defineOperation({
  name: 'indicator_get_v1',
  kind: 'read',
  method: 'GET',
  path: '/iocs/entities/indicators/v1',
  summary: 'Indicators by id',
  scope: scopes.read,
  verified: 'description',
  parameters: { query: { ids: idsSchema.describe('Ids of indicators; asked for in safe batches') } },
  output: envelopeOf(looseRecordSchema),
  batch: { parameter: 'ids', size: mostIds },
  isAnswer: isPartial,
  join: joinById,
});

const partialSchema = z.object({
  errors: z.array(z.looseObject({ code: z.literal(404) })).min(1),
  resources: z.array(z.unknown()).nullish(),
});

/** Errors that only say which ids are not there; with status 404 when none is. */
export function isPartial(answer: HttpAnswer): boolean {
  return [200, 404].includes(answer.status) && partialSchema.safeParse(peekJson(answer)).success;
}

const joinedSchema = envelopeOf(z.looseObject({ id: z.string().optional() }));

/** All batches as one answer, records in the order in which they were asked for: the service has its own. */
export function joinById(outputs: readonly unknown[], { ids }: Readonly<Record<string, unknown>>): unknown {
  const pages = outputs.map((output) => joinedSchema.parse(output));
  const places = new Map((Array.isArray(ids) ? ids : []).map((id, index) => [String(id), index]));
  const placeOf = ({ id }: { readonly id?: string | undefined }) => places.get(id ?? '') ?? places.size;
  return {
    ...pages.at(-1),
    errors: pages.flatMap(({ errors }) => errors ?? []),
    resources: pages.flatMap(({ resources }) => resources ?? []).toSorted((a, b) => placeOf(a) - placeOf(b)),
  };
}
