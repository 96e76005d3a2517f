/** Single notifications. */
import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';
import { streamScope } from './stream.ts';

const path = {
  id: z
    .string()
    .regex(/^\d{1,20}$/, 'must be the number of a notification')
    .describe('Id of the notification: digits'),
};

/** One notification. */
export const notificationGetOperation = defineOperation({
  name: 'ioc_stream_notification_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/ioc_stream_notifications/{id}',
  summary: 'One notification',
  scope: streamScope,
  verified: 'description',
  parameters: { path },
  output: z.looseObject({
    data: z.looseObject({ id: z.string(), type: z.string(), attributes: z.looseObject({}).nullish() }),
  }),
});

/** Deletes one notification; the answer is empty. */
export const notificationDeleteOperation = defineOperation({
  name: 'ioc_stream_notification_delete',
  kind: 'write',
  method: 'DELETE',
  path: '/api/v3/ioc_stream_notifications/{id}',
  summary: 'Delete one notification',
  scope: streamScope,
  verified: 'description',
  parameters: { path },
  output: z.unknown(),
});
