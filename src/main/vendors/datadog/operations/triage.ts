import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';

/** The right to triage; not documented, but what muting asks for. */
const writeScope = 'security_monitoring_signals_write';

/** Sets the triage state of one indicator; each call adds an entry to its history. */
export const triageOperation = defineOperation({
  name: 'CreateIoCTriageState',
  kind: 'write',
  method: 'POST',
  path: '/api/v2/security/siem/ioc-explorer/triage',
  summary: 'Set the triage state of an indicator',
  scope: writeScope,
  verified: 'recording',
  parameters: {
    body: {
      indicator: z.string().min(1).max(8_192).describe('Exact value, as Datadog writes it'),
      triage_state: z.enum(['not_reviewed', 'reviewed']).describe('The new state'),
    },
  },
  place: { body: (attributes) => ({ data: { type: 'ioc_triage_state', attributes } }) },
  output: z.looseObject({
    data: z.looseObject({
      attributes: z.looseObject({
        indicator: z.string().nullish(),
        triage_state: z.string().nullish(),
        triaged_at: z.string().nullish(),
        triaged_by: z.string().nullish(),
      }),
    }),
  }),
});
