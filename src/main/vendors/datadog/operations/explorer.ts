/** Reads of the IoC explorer. */
import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';
import { datadogRecordSchema } from '../schema.ts';

/** The right that both reads need, as Datadog names it. */
export const readScope = 'security_monitoring_signals_read';

/** The client checks no narrower bound. */
const countSchema = z.number().int().min(0).max(2_147_483_647);
const ocsfSchema = z.boolean().describe('true: matches in OCSF fields only; false: matches in text only');

/** Names differ from those of the record. */
const sortColumns = [
  'score',
  'first_seen_ts_epoch',
  'last_seen_ts_epoch',
  'indicator',
  'indicator_type',
  'signal_count',
  'log_count',
  'category',
  'as_type',
] as const;

/** A page of the explorer. */
export const listOperation = defineOperation({
  name: 'ListIndicatorsOfCompromise',
  kind: 'read',
  method: 'GET',
  path: '/api/v2/security/siem/ioc-explorer',
  summary: 'Indicators of the explorer',
  scope: readScope,
  verified: 'recording',
  parameters: {
    query: {
      limit: countSchema.describe('Records per page').optional(),
      offset: countSchema.describe('Records to skip').optional(),
      query: z.string().max(4_096).describe('Search text of the explorer, e.g. score:>50').optional(),
      'sort[column]': z.enum(sortColumns).describe('Column to sort by').optional(),
      'sort[order]': z.enum(['asc', 'desc']).describe('Direction').optional(),
      ocsf: ocsfSchema.optional(),
      worked_by: z.string().max(256).describe('Who triaged it last: handle or UUID').optional(),
      triage_state: z.enum(['not_reviewed', 'reviewed']).describe('Triage state at Datadog').optional(),
    },
  },
  output: z.looseObject({
    data: z.looseObject({
      attributes: z.looseObject({
        data: z.array(z.looseObject(datadogRecordSchema.shape)).nullish(),
        metadata: z.looseObject({ count: z.number().nullish() }).nullish(),
        paging: z.looseObject({ offset: z.number().nullish() }).nullish(),
      }),
    }),
  }),
});

/** One indicator. The value is a parameter, since it may hold anything. */
export const getOperation = defineOperation({
  name: 'GetIndicatorOfCompromise',
  kind: 'read',
  method: 'GET',
  path: '/api/v2/security/siem/ioc-explorer/indicator',
  summary: 'One indicator with its context and triage history',
  scope: readScope,
  verified: 'recording',
  parameters: {
    query: {
      indicator: z.string().min(1).max(8_192).describe('Exact value, as Datadog writes it'),
      ocsf: ocsfSchema.optional(),
      include_triage_history: z.boolean().describe('Whether the history of its triage is sent along').optional(),
      triage_history_limit: z.number().int().min(1).max(1_000).describe('Entries of the history per page').optional(),
      triage_history_offset: countSchema.describe('Entries of the history to skip').optional(),
    },
  },
  check: (input) =>
    input['include_triage_history'] !== true &&
    (input['triage_history_limit'] !== undefined || input['triage_history_offset'] !== undefined)
      ? 'triage_history_limit and triage_history_offset go with include_triage_history only'
      : undefined,
  output: z.looseObject({
    data: z.looseObject({
      attributes: z.looseObject({
        data: z.looseObject({
          ...datadogRecordSchema.shape,
          triage_history: z
            .array(
              z.looseObject({
                triage_state: z.string().nullish(),
                triaged_at: z.string().nullish(),
                triaged_by: z.string().nullish(),
              }),
            )
            .nullish(),
        }),
      }),
    }),
  }),
});
