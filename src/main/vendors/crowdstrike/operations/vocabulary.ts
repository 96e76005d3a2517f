/** The words that a tenant knows: actions, types, platforms, severities. They fill the choices of the editor. */
import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';
import { isPartial, joinById } from './indicators.ts';
import { envelopeOf, idsSchema, scopes, textOffsetSchema, wordLimitSchema } from './parameters.ts';

function listOperation(name: string, path: string, summary: string) {
  return defineOperation({
    name,
    kind: 'read',
    method: 'GET',
    path,
    summary,
    scope: scopes.read,
    verified: 'description',
    parameters: { query: { offset: textOffsetSchema.optional(), limit: wordLimitSchema.optional() } },
    output: envelopeOf(z.string()),
  });
}

/** Ids of actions. */
export const actionQueryOperation = listOperation('action_query_v1', '/iocs/queries/actions/v1', 'Ids of actions');
/** Types of indicators. */
export const typeQueryOperation = listOperation(
  'ioc_type_query_v1',
  '/iocs/queries/ioc-types/v1',
  'Types of indicators',
);
/** Platforms. */
export const platformQueryOperation = listOperation('platform_query_v1', '/iocs/queries/platforms/v1', 'Platforms');
/** Severities. */
export const severityQueryOperation = listOperation('severity_query_v1', '/iocs/queries/severities/v1', 'Severities');

/** Which action works on which platform for which type, and the severities that it may carry. */
export const actionGetOperation = defineOperation({
  name: 'action_get_v1',
  kind: 'read',
  method: 'GET',
  path: '/iocs/entities/actions/v1',
  summary: 'Actions with their platforms and severities',
  scope: scopes.read,
  verified: 'description',
  parameters: { query: { ids: idsSchema.describe('Ids of actions; all when empty').optional() } },
  output: envelopeOf(
    z.looseObject({
      id: z.string(),
      platforms_by_type: z.record(z.string(), z.array(z.string())).nullish(),
      severities: z.array(z.string()).nullish(),
    }),
  ),
  isAnswer: isPartial,
  join: (outputs, input) => (input['ids'] === undefined ? outputs[0] : joinById(outputs, input)),
});
