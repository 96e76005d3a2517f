import { saysSame, textOf } from '../../kit/push-fields.ts';
import type { OperationInput } from '../../operation.ts';
import type { VendorPush } from '../../push.ts';
import { canonicaliseValue } from '../mapping.ts';
import { readByName } from './records.ts';
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

/** Types of ours that the service takes, under the same names. */
const creatableTypes: ReadonlySet<string> = new Set(['ipv4', 'ipv6', 'domain', 'md5', 'sha256']);

/** New indicators. What the tenant holds already is a conflict, unless warnings are to be ignored. */
export const createPush: VendorPush = {
  operation: 'indicator_create_v1',
  reads: ['indicator_combined_v1'],
  batchSize,
  split: splitRows,
  groupKey: rowGroup,
  compose: composeRows,
  subject: (change) => `${nameOf(change).type} ${nameOf(change).value}`,
  names: (change) => canonicaliseValue(nameOf(change)),
  basedOn: () => null,
  // What Falcon has already is left alone.
  fromIndicator: ({ type, value, vendorKey }, { comment, retrodetects, ignore_warnings, ...row }) => {
    const fits = vendorKey === null && creatableTypes.has(type);
    const beside = withoutUndefined({ comment, retrodetects, ignore_warnings });
    return fits ? { ...beside, indicators: [{ ...row, type, value }] } : null;
  },
  wished: rowOf,
  checkWords: (change, words) => checkRowWords(rowOf(change), words),
  look: (ask, changes) => readByName(ask, changes.map(nameOf)),
  judge(change, base, current) {
    const isWanted = change['ignore_warnings'] === true || current === null;
    if (isWanted || saysSame(textOf(base, 'modified_on'), textOf(current, 'modified_on'))) return { kind: 'send' };
    return { kind: 'conflict', reason: 'Falcon holds an indicator of this type and value already.' };
  },
  hasArrived: (_change, before, current) =>
    current !== null && !saysSame(textOf(before, 'modified_on'), textOf(current, 'modified_on')),
  read: (output, changes) => readRows(output, changes, isOf),
};

function nameOf(change: OperationInput): { readonly type: string; readonly value: string } {
  const row = rowOf(change);
  return { type: textOf(row, 'type') ?? '', value: textOf(row, 'value') ?? '' };
}

function isOf(change: OperationInput, record: Readonly<Record<string, unknown>>): boolean {
  const { type, value } = nameOf(change);
  return textOf(record, 'type') === type && textOf(record, 'value')?.toLowerCase() === value.toLowerCase();
}
