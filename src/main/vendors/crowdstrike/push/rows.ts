/** Rows of creates and updates: how they share a call, and what the service says of each. */

import type { TenantWords } from '#shared/model/outbox.ts';
import { asList, asObject, textOf } from '../../kit/push-fields.ts';
import type { OperationInput } from '../../operation.ts';
import type { PushResult } from '../../push.ts';
import { mostRows } from '../operations/writes.ts';
import { resourcesOf } from './records.ts';

/** Most rows in one call. */
export const batchSize = mostRows;

/** The one row of a change. */
export function rowOf(change: OperationInput): Readonly<Record<string, unknown>> {
  return asObject(asList(change['indicators'])[0]) ?? {};
}

/** Without members that nobody set. */
export function withoutUndefined(input: OperationInput): OperationInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** One change per row; what stands beside the rows is repeated. */
export function splitRows(input: OperationInput): readonly OperationInput[] {
  const rows = asList(input['indicators']);
  return rows.length === 0 ? [input] : rows.map((row) => ({ ...input, indicators: [row] }));
}

/** Rows share a call when everything beside them is the same. */
export function rowGroup({ indicators, ...rest }: OperationInput): string | null {
  if (indicators === undefined) return null;
  return JSON.stringify(Object.entries(rest).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** All rows in one input. */
export function composeRows(changes: readonly OperationInput[]): OperationInput {
  const [first = {}] = changes;
  return rowGroup(first) === null ? first : { ...first, indicators: changes.map(rowOf) };
}

/**
 * What an answer says of each row. The service does all or nothing: with messages for some rows the others were not done
 * either and may be sent again without them.
 */
export function readRows(
  output: unknown,
  changes: readonly OperationInput[],
  isOf: (change: OperationInput, record: Readonly<Record<string, unknown>>) => boolean,
): readonly (PushResult | undefined)[] {
  const resources = resourcesOf(output);
  const messages = resources.filter((one) => typeof one['row'] === 'number');
  if (messages.length === 0) {
    return changes.map((change) => {
      const result = resources.find((record) => isOf(change, record)) ?? null;
      return { state: 'sent', reason: null, result };
    });
  }
  return changes.map((_change, index) => {
    const own = messages.filter((message) => message['row'] === index + 1);
    if (own.length === 0) return undefined;
    return { state: 'failed', reason: own.map(describeMessage).join('; '), result: { messages: own } };
  });
}

function describeMessage(message: Readonly<Record<string, unknown>>): string {
  const field = textOf(message, 'field_name');
  const text = textOf(message, 'message') ?? 'refused';
  return field === undefined ? text : `${field}: ${text}`;
}

/** What `mobile_action` takes, as the documents name it; no operation tells of the tenant's own. Source: psfalcon `iocs.ps1`. */
const mobileActions = ['no_action', 'allow', 'detect', 'prevent'];

/** Whether a row uses the tenant's words; what could not be read is left for the vendor to judge. */
export function checkRowWords(
  row: Readonly<Record<string, unknown>>,
  { types, actions, platforms, severities }: TenantWords,
): string | undefined {
  const [type, actionId, severity] = [textOf(row, 'type'), textOf(row, 'action'), textOf(row, 'severity')];
  if (type !== undefined) {
    const wrong = refuseWord('type', type, types);
    if (wrong !== undefined) return wrong;
  }
  if (severity !== undefined && severity !== '') {
    const wrong = refuseWord('severity', severity, severities);
    if (wrong !== undefined) return wrong;
  }
  const mobile = textOf(row, 'mobile_action');
  if (mobile !== undefined && !mobileActions.includes(mobile) && !actions.some(({ id }) => id === mobile)) {
    return `there is no mobile_action "${mobile.slice(0, 64)}"; one of: ${mobileActions.join(', ')}`;
  }
  for (const platform of asList(row['platforms'])) {
    const wrong = refuseWord('platform', String(platform), platforms);
    if (wrong !== undefined) return wrong;
  }
  if (actionId === undefined || actions.length === 0) return undefined;
  const action = actions.find(({ id }) => id === actionId);
  if (action === undefined)
    return refuseWord(
      'action',
      actionId,
      actions.map(({ id }) => id),
    );
  if (severity !== undefined && severity !== '' && action.severities.length > 0) {
    const wrong = refuseWord(`severity with the action ${actionId}`, severity, action.severities);
    if (wrong !== undefined) return wrong;
  }
  if (type === undefined) return undefined;
  const fitting = action.platformsByType[type];
  if (fitting === undefined) return `the action ${actionId} does not work for the type ${type}`;
  const unfit = asList(row['platforms']).find((platform) => !fitting.includes(String(platform)));
  if (unfit === undefined) return undefined;
  return `the action ${actionId} does not work for the type ${type} on ${String(unfit)}; it does on ${fitting.join(', ')}`;
}

function refuseWord(kind: string, word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || known.includes(word)) return undefined;
  return `the tenant knows no ${kind} "${word.slice(0, 64)}"; one of: ${known.join(', ')}`;
}
