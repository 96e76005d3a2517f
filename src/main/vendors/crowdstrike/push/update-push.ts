import { asObject, saysSame, textOf } from '../../kit/push-fields.ts';
import { parseTimestamp } from '../../kit/times.ts';
import type { AskVendor, OperationInput } from '../../operation.ts';
import type { PushVerdict, VendorPush } from '../../push.ts';
import { judgeMatches, saysMatches } from './matches.ts';
import { readByFilter, readById } from './records.ts';
import {
  batchSize,
  checkRowWords,
  composeRows,
  readRows,
  rowGroup,
  rowOf,
  splitRows,
  withoutUndefined,
} from './rows.ts';

/** Changes of indicators, by id or by filter. */
export const updatePush: VendorPush = {
  operation: 'indicator_update_v1',
  reads: ['indicator_get_v1', 'indicator_combined_v1'],
  batchSize,
  split: splitRows,
  groupKey: rowGroup,
  compose: composeRows,
  isByFilter: (change) => bulkOf(change) !== undefined,
  subject: (change, base) =>
    bulkOf(change) === undefined ? nameOf(change, base) : `filter ${textOf(bulkOf(change), 'filter')}`,
  basedOn: (change) => {
    const id = textOf(rowOf(change), 'id');
    return id === undefined ? null : { stream: 'indicators', vendorKey: id };
  },
  fromIndicator: ({ vendorKey }, { comment, ignore_warnings, retrodetects, ...fields }) => {
    if (vendorKey === null) return null;
    return {
      ...withoutUndefined({ comment, ignore_warnings, retrodetects }),
      indicators: [{ ...fields, id: vendorKey }],
    };
  },
  wished: fieldsOf,
  checkWords: (change, words) => checkRowWords(fieldsOf(change), words),
  look: (ask, changes) => lookAt(ask, changes),
  judge(change, base, current) {
    return bulkOf(change) === undefined ? judgeOne(base, current) : judgeMatches(base, current);
  },
  hasArrived(change, before, current) {
    const isChanged = !saysSame(textOf(before, 'modified_on'), textOf(current, 'modified_on'));
    if (bulkOf(change) === undefined) return isChanged && holdsFields(change, current);
    // What was changed may not match the filter any more; what still does carries a newer time.
    return !saysMatches(before, current);
  },
  read(output, changes) {
    if (changes.some((change) => bulkOf(change) !== undefined)) {
      return readRows(output, changes, () => false).map(
        (result) => result ?? { state: 'failed', reason: 'Some of the indicators were refused.', result: output },
      );
    }
    return readRows(output, changes, (change, record) => textOf(rowOf(change), 'id') === textOf(record, 'id'));
  },
};

function bulkOf(change: OperationInput): Readonly<Record<string, unknown>> | undefined {
  return asObject(change['bulk_update']);
}

function fieldsOf(change: OperationInput): Readonly<Record<string, unknown>> {
  const { id: _id, filter: _filter, from_parent: _parent, ...fields } = bulkOf(change) ?? rowOf(change);
  return fields;
}

function nameOf(change: OperationInput, base: unknown): string {
  return textOf(base, 'value') ?? textOf(rowOf(change), 'id') ?? '';
}

async function lookAt(ask: AskVendor, changes: readonly OperationInput[]): Promise<readonly unknown[]> {
  const [bulk] = changes.map(bulkOf);
  if (bulk !== undefined) return [await readByFilter(ask, bulk)];
  return readById(
    ask,
    changes.map((change) => textOf(rowOf(change), 'id') ?? ''),
  );
}

function judgeOne(base: unknown, current: unknown): PushVerdict {
  if (current === null || asObject(current)?.['deleted'] === true) {
    return { kind: 'conflict', reason: 'Falcon does not hold this indicator any more.' };
  }
  const isChanged = base !== null && !saysSame(textOf(base, 'modified_on'), textOf(current, 'modified_on'));
  return isChanged ? { kind: 'conflict', reason: 'The indicator was changed at Falcon since.' } : { kind: 'send' };
}

/** Whether the record is as the change wants it. */
function holdsFields(change: OperationInput, current: unknown): boolean {
  const record = asObject(current) ?? {};
  return Object.entries(fieldsOf(change)).every(([name, value]) => holdsField(name, value, record[name]));
}

function holdsField(name: string, value: unknown, held: unknown): boolean {
  // An end of validity may be written in another way, and a file has more to it than its name.
  if (name === 'expiration' && typeof value === 'string' && typeof held === 'string') {
    return parseTimestamp(value) === parseTimestamp(held);
  }
  if (name === 'metadata') return saysSame(textOf(value, 'filename'), textOf(held, 'filename'));
  return saysSame(value, held);
}
