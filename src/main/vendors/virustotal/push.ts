import { AppError } from '#shared/errors/app-error.ts';
import { asObject } from '../kit/push-fields.ts';
import type { AskVendor } from '../operation.ts';
import type { VendorPush } from '../push.ts';

const done = { kind: 'done', reason: 'It was deleted there already.' } as const;
const sent = { state: 'sent', reason: null, result: null } as const;

/** Deletion of single notifications. */
const notificationPush: VendorPush = {
  operation: 'ioc_stream_notification_delete',
  reads: ['ioc_stream_notification_get'],
  batchSize: 1,
  split: (input) => [input],
  groupKey: () => null,
  compose: ([change = {}]) => change,
  subject: ({ id }) => `notification ${String(id)}`,
  basedOn: ({ id }) => ({ stream: 'ioc_stream', vendorKey: String(id) }),
  fromIndicator: ({ vendorKey }) => (vendorKey === null ? null : { id: vendorKey }),
  wished: () => ({ deleted: true }),
  checkWords: () => undefined,
  look: (ask, changes) => Promise.all(changes.map(({ id }) => lookAt(ask, String(id)))),
  judge: (_change, _base, current) => (current === null ? done : { kind: 'send' }),
  hasArrived: (_change, _before, current) => current === null,
  read: (_output, changes) => changes.map(() => sent),
};

async function lookAt(ask: AskVendor, id: string): Promise<unknown> {
  try {
    return asObject(await ask('ioc_stream_notification_get', { id }))?.['data'] ?? null;
  } catch (error) {
    if (error instanceof AppError && error.vendorStatus === 404) return null;
    throw error;
  }
}

/** Deletion by filter: what it would delete is counted first, and has to be what was agreed to. */
const filterPush: VendorPush = {
  operation: 'ioc_stream_delete',
  reads: ['ioc_stream_list'],
  batchSize: 1,
  // Deletion goes on after the answer, and begins when the vendor comes to it.
  showsWithinMs: 5_000,
  split: (input) => [input],
  groupKey: () => null,
  compose: ([change = {}]) => change,
  isByFilter: () => true,
  subject: ({ filter }) => `filter ${String(filter)}`,
  basedOn: () => null,
  wished: () => ({ matches: 0 }),
  checkWords: () => undefined,
  look: (ask, changes) => Promise.all(changes.map(({ filter }) => countMatches(ask, String(filter)))),
  judge(_change, base, current) {
    const [agreed, matches] = [matchesOf(base), matchesOf(current)];
    if (matches === 0) return { kind: 'done', reason: 'The filter matches nothing there.' };
    // Also where the vendor gives no number: that was agreed to only if it was said.
    if (base !== null && agreed === matches) return { kind: 'send' };
    const before = agreed === undefined ? '' : ` (${agreed} when it was queued)`;
    return { kind: 'conflict', reason: `The filter matches ${matches ?? 'some'} notifications now${before}.` };
  },
  // The vendor deletes little by little: fewer than before is a deletion under way.
  hasArrived: (_change, before, current) => (matchesOf(current) ?? 0) < (matchesOf(before) ?? 0),
  read: (_output, changes) => changes.map(() => sent),
};

async function countMatches(ask: AskVendor, filter: string): Promise<unknown> {
  const page = asObject(await ask('ioc_stream_list', { filter, limit: 1, descriptors_only: true }));
  const count = asObject(page?.['meta'])?.['count'];
  return { matches: typeof count === 'number' ? count : null };
}

function matchesOf(record: unknown): number | undefined {
  const matches = asObject(record)?.['matches'];
  return typeof matches === 'number' ? matches : undefined;
}

/** The writes of the IoC stream. */
export const virustotalPushes: readonly VendorPush[] = [notificationPush, filterPush];
