/** Who the key belongs to, and what it may submit. */
import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';

/** Every key may ask. */
const scope = 'API access';

/** The service repeats the key here: it goes no further. */
const ownerSchema = z
  .looseObject({ api_key: z.unknown().optional() })
  .transform(({ api_key: _key, ...owner }) => owner);

/** The key's owner. */
export const whoamiOperation = defineOperation({
  name: 'whoami',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/session/whoami',
  summary: "The key's owner",
  scope,
  verified: 'recording',
  parameters: {},
  output: z.looseObject({ data: ownerSchema }),
});

/** Limits of submissions, of the user and of the organisation; null means no limit. */
export const rateLimitOperation = defineOperation({
  name: 'rate_limit_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/users/{login}/rate-limit',
  summary: 'Limits of sample submissions',
  scope,
  verified: 'recording',
  parameters: { path: { login: z.string().min(1).max(256).describe('Login name, as whoami tells it') } },
  output: z.looseObject({
    data: z.looseObject({ user: z.looseObject({}).nullish(), organization: z.looseObject({}).nullish() }),
  }),
});
