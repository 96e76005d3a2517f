import { recognise } from '#main/domain/canonicalise.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { asObject, saysSame, textOf } from '../kit/push-fields.ts';
import type { OperationInput } from '../operation.ts';
import type { VendorPush } from '../push.ts';

/** What of a record makes a change out of date. */
const decisive = ['triage_state', 'triaged_at', 'triaged_by'] as const;

/** Decisions on indicators; one per call. */
export const triagePush: VendorPush = {
  operation: 'CreateIoCTriageState',
  reads: ['GetIndicatorOfCompromise'],
  batchSize: 1,
  split: (input) => [input],
  groupKey: () => null,
  compose: ([change = {}]) => change,
  subject: ({ indicator }) => String(indicator),
  names: ({ indicator }) => recognise(String(indicator)),
  basedOn: ({ indicator }) => ({ stream: 'indicators', vendorKey: String(indicator) }),
  fromIndicator: ({ vendorKey, isReviewed }) =>
    vendorKey === null ? null : { indicator: vendorKey, triage_state: isReviewed ? 'reviewed' : 'not_reviewed' },
  // Without a state it was never triaged.
  isSettled: ({ triage_state }, base) =>
    base !== null && (textOf(base, 'triage_state') ?? 'not_reviewed') === triage_state,
  wished: ({ triage_state }) => ({ triage_state }),
  checkWords: () => undefined,
  async look(ask, changes) {
    const records: unknown[] = [];
    for (const { indicator } of changes) records.push(await lookAt(ask, indicator));
    return records;
  },
  judge(_change, base, current) {
    if (base === null) return { kind: 'send' };
    if (current === null) return { kind: 'conflict', reason: 'Datadog does not show this indicator any more.' };
    const changed = decisive.some((name) => !saysSame(asObject(base)?.[name], asObject(current)?.[name]));
    return changed
      ? { kind: 'conflict', reason: 'Somebody has triaged this indicator at Datadog since.' }
      : { kind: 'send' };
  },
  // Each write adds an entry to the history, so a repeated state shows in its time.
  hasArrived: ({ triage_state }, before, current) =>
    textOf(current, 'triage_state') === triage_state && textOf(current, 'triaged_at') !== textOf(before, 'triaged_at'),
  read: (output) => [{ state: 'sent', reason: null, result: attributesOf(output) }],
};

/** The explorer's record; null when it holds none. */
async function lookAt(
  ask: (operation: string, input: OperationInput) => Promise<unknown>,
  indicator: unknown,
): Promise<unknown> {
  try {
    const output = await ask('GetIndicatorOfCompromise', { indicator });
    return attributesOf(output)?.['data'] ?? null;
  } catch (error) {
    if (error instanceof AppError && error.vendorStatus === 404) return null;
    throw error;
  }
}

function attributesOf(output: unknown): Readonly<Record<string, unknown>> | undefined {
  return asObject(asObject(asObject(output)?.['data'])?.['attributes']);
}
