/** Pages of the IoC stream, and deletion by filter. */
import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';
import { describeFilterProblem } from '../filter-check.ts';

/** The licence that the stream needs. */
export const streamScope = 'Google Threat Intelligence licence with the IoC stream';

const filterSchema = z
  .string()
  .trim()
  .min(1)
  .max(4_096)
  .superRefine((text, context) => {
    const message = describeFilterProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .describe('Filter of the stream, e.g. origin:hunting entity_type:file date:2026-11-01+');

/** A page of the stream. */
export const listOperation = defineOperation({
  name: 'ioc_stream_list',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/ioc_stream',
  summary: 'A page of the IoC stream',
  scope: streamScope,
  verified: 'recording',
  parameters: {
    query: {
      limit: z.number().int().min(1).max(40).describe('Items per page, at most 40; the service takes 10').optional(),
      descriptors_only: z.boolean().describe('true: without the attributes of the objects').optional(),
      filter: filterSchema.optional(),
      order: z.enum(['date-', 'date+']).describe('date-: newest first; date+: oldest first').optional(),
      cursor: z.string().min(1).max(8_192).describe('Where to go on: meta.cursor of the last answer').optional(),
    },
  },
  output: z.looseObject({
    data: z.array(z.looseObject({ type: z.string(), id: z.string() })),
    meta: z.looseObject({ cursor: z.string().nullish(), count: z.number().nullish() }).nullish(),
  }),
});

/** Deletes what a filter finds; the vendor does so little by little. Without a filter it would delete everything: refused. */
export const deleteOperation = defineOperation({
  name: 'ioc_stream_delete',
  kind: 'write',
  method: 'DELETE',
  path: '/api/v3/ioc_stream',
  summary: 'Delete the notifications that match a filter',
  scope: streamScope,
  verified: 'description',
  parameters: { query: { filter: filterSchema } },
  output: z.unknown(),
});
