import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';

/** Whether the API key is known; it says nothing of the application key. */
export const validateOperation = defineOperation({
  name: 'ValidateApiKey',
  kind: 'read',
  method: 'GET',
  path: '/api/v1/validate',
  summary: 'Whether the API key is valid',
  scope: 'none',
  verified: 'recording',
  parameters: {},
  output: z.looseObject({ valid: z.boolean() }),
});
