import * as z from 'zod';
import type { VendorInquiry } from '#main/vendors/inquiry.ts';
import { defineOperation } from '#main/vendors/kit/define-operation.ts';
import type { VendorPush } from '#main/vendors/push.ts';
import type { AnyVendorStream, VendorModule } from '#main/vendors/vendor.ts';

/** A stream that walks page numbers from 0; what its pages hold is the fake store's matter. */
export function fakeStream(id: string, change: Partial<AnyVendorStream> = {}): AnyVendorStream {
  const pageSchema = z.strictObject({ page: z.number() });
  return {
    id,
    displayName: id,
    optionsSchema: z.strictObject({
      confidence: z.number().int().min(0).max(100).optional().describe('Least confidence, percent.'),
      org_only: z.boolean().optional(),
      state: z.enum(['open', 'closed']).optional(),
      [`${id}_filter`]: z.string().optional(),
    }),
    cursorSchema: pageSchema,
    checkpointSchema: z.strictObject({ since: z.number() }),
    begin: () => ({ page: 0 }),
    request: (cursor) => {
      const { page } = pageSchema.parse(cursor);
      return { method: 'GET', path: `/${id}`, query: [['page', String(page)]] };
    },
    read: () => ({ drafts: [], rejected: [], total: null, next: null }),
    conclude: () => ({ kind: 'done', checkpoint: { since: 0 }, expected: null, complete: true, exhaustive: false }),
    memoryMs: null,
    ...change,
  };
}

/** A read and a write. */
const fakeOperations = [
  defineOperation({
    name: 'host_get',
    kind: 'read',
    method: 'GET',
    path: '/hosts/{id}',
    summary: 'One host',
    scope: 'hosts:read',
    verified: 'description',
    parameters: { path: { id: z.string().min(1) }, query: { detail: z.boolean().optional() } },
    output: z.looseObject({}),
  }),
  defineOperation({
    name: 'host_block',
    kind: 'write',
    method: 'POST',
    path: '/hosts/block',
    summary: 'Block a host',
    scope: 'hosts:write',
    verified: 'description',
    parameters: { body: { id: z.string().min(1) } },
    output: z.looseObject({}),
  }),
];

/** A write that the vendor always takes. */
const blockPush: VendorPush = {
  operation: 'host_block',
  reads: [],
  batchSize: 1,
  split: (input) => [input],
  groupKey: () => null,
  compose: ([change = {}]) => change,
  subject: ({ id }) => String(id),
  basedOn: () => null,
  fromIndicator: ({ value }) => ({ id: value }),
  wished: () => ({ blocked: true }),
  checkWords: () => undefined,
  isByFilter: ({ id }) => id === '*',
  look: async (_ask, changes) => changes.map(({ id }) => (id === '*' ? { matches: 3 } : null)),
  judge: () => ({ kind: 'send' }),
  hasArrived: () => false,
  read: (_output, changes) => changes.map(() => ({ state: 'sent', reason: null, result: null })),
};

/** A question that is answered with whatever the host's read answers. */
const hostInquiry: VendorInquiry = {
  id: 'host',
  title: 'Host',
  reads: ['host_get'],
  concerns: () => true,
  ask: (ask, { value }) => ask('host_get', { id: value }),
  describe: () => ({ sections: [], estate: null }),
};

/** A vendor with two streams, two sites and two secret fields, of which one is optional. */
export function fakeVendor(change: Partial<VendorModule> = {}): VendorModule {
  return {
    id: 'acme',
    displayName: 'Acme',
    credentialFields: [
      { name: 'apiKey', label: 'API key', required: true, hint: 'Under Settings.' },
      { name: 'tenant', label: 'Tenant', required: false, hint: 'For partners only.' },
    ],
    credentialSchema: z.strictObject({ apiKey: z.string().min(4), tenant: z.string().optional() }),
    sites: [
      { id: 'us', label: 'United States', origin: 'https://us.acme.example' },
      { id: 'eu', label: 'Europe', origin: 'https://eu.acme.example' },
    ],
    defaultOrigin: 'https://us.acme.example',
    streams: [fakeStream('hosts'), fakeStream('files')],
    operations: fakeOperations,
    pushes: [blockPush],
    inquiries: [hostInquiry],
    searchText: {
      label: 'Acme query',
      finds: () => true,
      write: (indicators) => indicators.map(({ value }) => `find ${value}`).join('; '),
    },
    concurrency: 1,
    createAuthorizer: () => ({
      authorize: async () => ({ headers: {}, query: [] }),
      renew: () => false,
      close: async () => undefined,
    }),
    testRequest: { method: 'GET', path: '/me', query: [] },
    readRate: () => ({ limit: null, remaining: null, resetAtMs: null, retryAtMs: null }),
    readError: () => undefined,
    ...change,
  };
}
