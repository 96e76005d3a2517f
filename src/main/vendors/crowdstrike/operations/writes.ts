/** Writes: create, update and delete. Documented as all or nothing per call, with a message per row. */
import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { defineOperation } from '../../kit/define-operation.ts';
import { peekJson } from '../../kit/json-answer.ts';
import {
  commentSchema,
  envelopeOf,
  filterSchema,
  fromParentSchema,
  idsSchema,
  ignoreWarningsSchema,
  looseRecordSchema,
  retrodetectsSchema,
  rowMessageSchema,
  scopes,
} from './parameters.ts';

/** Sources speak of 200, 1,000 and 2,000 rows; the smallest works everywhere. */
export const mostRows = 200;

const words = z.array(z.string().min(1).max(256)).max(1_000);
const expirationSchema = z.iso.datetime({ offset: true });

/** What create, update and update by filter can set. Actions, severities and platforms are the tenant's. */
const settings = {
  action: z.string().max(64).optional(),
  applied_globally: z.boolean().optional(),
  description: z.string().max(4_096).optional(),
  expiration: expirationSchema.optional(),
  host_groups: z.array(z.string().regex(/^[0-9a-f]{32}$/i)).optional(),
  metadata: z.strictObject({ filename: z.string().max(1_024).optional() }).optional(),
  mobile_action: z.string().max(64).optional(),
  platforms: words.optional(),
  severity: z.string().max(64).optional(),
  source: z.string().max(256).optional(),
  tags: words.optional(),
};

/** One row of a create. The service wants `applied_globally` or groups; it judges the rest, row by row. */
export const createRowSchema = z.strictObject({
  ...settings,
  expiration: settings.expiration.nullable(),
  type: z.string().max(64).optional(),
  value: z.string().max(1_000).optional(),
});

/** One row of an update; type and value cannot be changed. Null clears a field, of the four that the service's model lets be null. */
export const updateRowSchema = z.strictObject({
  ...settings,
  description: settings.description.nullable(),
  expiration: settings.expiration.nullable(),
  severity: settings.severity.nullable(),
  source: settings.source.nullable(),
  id: z.string().min(1).max(512),
});

/** An update of everything that a filter finds; it clears nothing. */
export const bulkUpdateSchema = z.strictObject({
  ...settings,
  filter: filterSchema,
  from_parent: fromParentSchema.optional(),
});

const writeQuery = { retrodetects: retrodetectsSchema.optional(), ignore_warnings: ignoreWarningsSchema.optional() };
const rowAnswer = envelopeOf(z.union([looseRecordSchema, rowMessageSchema]));

/** New indicators. */
export const createOperation = defineOperation({
  name: 'indicator_create_v1',
  kind: 'write',
  method: 'POST',
  path: '/iocs/entities/indicators/v1',
  summary: 'Create indicators',
  scope: scopes.write,
  verified: 'recording',
  parameters: {
    query: writeQuery,
    body: {
      comment: commentSchema.optional(),
      indicators: z
        .array(createRowSchema)
        .min(1)
        .max(mostRows)
        .describe(
          'Rows: type, value, action, severity, platforms, applied_globally or host_groups, mobile_action, source, description, expiration, tags, metadata.filename',
        ),
    },
  },
  output: rowAnswer,
  isAnswer: hasRowMessages,
});

/** Changed indicators, by id or by filter. */
export const updateOperation = defineOperation({
  name: 'indicator_update_v1',
  kind: 'write',
  method: 'PATCH',
  path: '/iocs/entities/indicators/v1',
  summary: 'Update indicators by id, or all that match a filter',
  scope: scopes.write,
  verified: 'description',
  parameters: {
    query: writeQuery,
    body: {
      comment: commentSchema.optional(),
      indicators: z
        .array(updateRowSchema)
        .min(1)
        .max(mostRows)
        .describe('Rows: id and what is to change; null clears description, severity, source and expiration')
        .optional(),
      bulk_update: bulkUpdateSchema.describe('filter, from_parent and what is to change').optional(),
    },
  },
  check: ({ indicators, bulk_update }) =>
    (indicators === undefined) === (bulk_update === undefined)
      ? 'either indicators or bulk_update is needed'
      : undefined,
  output: rowAnswer,
  isAnswer: hasRowMessages,
});

/** Soft deletion, by ids or by filter. */
export const deleteOperation = defineOperation({
  name: 'indicator_delete_v1',
  kind: 'write',
  method: 'DELETE',
  path: '/iocs/entities/indicators/v1',
  summary: 'Delete indicators by id, or all that match a filter',
  scope: scopes.write,
  verified: 'recording',
  parameters: {
    query: {
      filter: filterSchema.optional(),
      ids: idsSchema.max(mostRows).describe('Ids of indicators').optional(),
      comment: commentSchema.optional(),
      from_parent: fromParentSchema.optional(),
    },
  },
  // The service would silently let the filter win.
  check: ({ filter, ids }) =>
    (filter === undefined) === (ids === undefined) ? 'either ids or filter is needed' : undefined,
  output: envelopeOf(z.string()),
  isAnswer: hasPartialDelete,
});

const refusedRowsSchema = z.object({ resources: z.array(rowMessageSchema).min(1) });

/** A refusal with a message per row; some gateways send it with status 200. */
function hasRowMessages(answer: HttpAnswer): boolean {
  return [200, 201, 400].includes(answer.status) && refusedRowsSchema.safeParse(peekJson(answer)).success;
}

const missingSchema = z.object({ errors: z.array(z.looseObject({ code: z.literal(404) })).min(1) });

/** Ids that are not there any more are no failure of the others. */
function hasPartialDelete(answer: HttpAnswer): boolean {
  return answer.status === 200 && missingSchema.safeParse(peekJson(answer)).success;
}
