import { asList, asObject, saysSame, textOf } from '../../kit/push-fields.ts';
import type { AskVendor, OperationInput } from '../../operation.ts';
import type { PushResult, VendorPush } from '../../push.ts';
import { judgeMatches, saysMatches } from './matches.ts';
import { readByFilter, readById } from './records.ts';
import { batchSize } from './rows.ts';

/** Deletions, by id or by filter. */
export const deletePush: VendorPush = {
  operation: 'indicator_delete_v1',
  reads: ['indicator_get_v1', 'indicator_combined_v1'],
  batchSize,
  split: (input) => (hasFilter(input) ? [input] : asList(input['ids']).map((id) => ({ ...input, ids: [id] }))),
  groupKey: ({ ids: _ids, ...rest }) =>
    hasFilter(rest)
      ? null
      : JSON.stringify(Object.entries(rest).toSorted(([left], [right]) => (left < right ? -1 : 1))),
  compose(changes) {
    const [first = {}] = changes;
    return hasFilter(first) ? first : { ...first, ids: changes.map(idOf) };
  },
  isByFilter: hasFilter,
  subject: (change, base) =>
    hasFilter(change) ? `filter ${String(change['filter'])}` : (textOf(base, 'value') ?? idOf(change)),
  basedOn: (change) => (hasFilter(change) ? null : { stream: 'indicators', vendorKey: idOf(change) }),
  fromIndicator: ({ vendorKey }, fields) => (vendorKey === null ? null : { ...fields, ids: [vendorKey] }),
  wished: () => ({ deleted: true }),
  checkWords: () => undefined,
  look: (ask, changes) => lookAt(ask, changes),
  judge(change, base, current) {
    if (hasFilter(change)) return judgeMatches(base, current);
    if (isGone(current)) return { kind: 'done', reason: 'It was deleted there already.' };
    const isChanged = base !== null && !saysSame(textOf(base, 'modified_on'), textOf(current, 'modified_on'));
    return isChanged ? { kind: 'conflict', reason: 'The indicator was changed at Falcon since.' } : { kind: 'send' };
  },
  hasArrived: (change, before, current) => (hasFilter(change) ? !saysMatches(before, current) : isGone(current)),
  read(output, changes) {
    const deleted = new Set(asList(asObject(output)?.['resources']).map(String));
    const errors = asList(asObject(output)?.['errors']);
    return changes.map((change): PushResult => {
      if (hasFilter(change))
        return { state: 'sent', reason: `${deleted.size} deleted.`, result: { deleted: deleted.size } };
      const id = idOf(change);
      if (deleted.has(id)) return { state: 'sent', reason: null, result: { id } };
      const own = errors.filter((error) => textOf(error, 'id') === id);
      const words = own.map((error) => textOf(error, 'message') ?? 'refused').join('; ');
      return { state: 'failed', reason: words || 'Falcon did not delete it.', result: { messages: own } };
    });
  },
};

function hasFilter(change: OperationInput): boolean {
  return change['filter'] !== undefined;
}

function idOf(change: OperationInput): string {
  return String(asList(change['ids'])[0] ?? '');
}

async function lookAt(ask: AskVendor, changes: readonly OperationInput[]): Promise<readonly unknown[]> {
  const [first = {}] = changes;
  return hasFilter(first) ? [await readByFilter(ask, first)] : readById(ask, changes.map(idOf));
}

function isGone(current: unknown): boolean {
  return current === null || asObject(current)?.['deleted'] === true;
}
