import {
  type IndicatorType,
  indicatorFlags,
  indicatorTypes,
  severities,
  triageStates,
  verdicts,
} from '#shared/model/vocabulary.ts';
import {
  presenceFields,
  type RecordField,
  recordFields,
  type TimeField,
  timeFields,
  type WordField,
  wordFields,
} from './plan.ts';

/** Fields with words of a closed set: a word outside of it is a mistake, not a query without a result. */
export const closedWords = {
  type: indicatorTypes,
  severity: severities,
  state: triageStates,
  verdict: verdicts,
  is: indicatorFlags,
  has: presenceFields,
} as const;
export type ClosedField = keyof typeof closedWords;

const numberFields = ['score', 'observations'] as const;
type NumberField = (typeof numberFields)[number];

/** How the value of a field is read. */
export type FieldRule =
  | { readonly kind: 'closed'; readonly field: ClosedField }
  | { readonly kind: 'word'; readonly field: WordField }
  | { readonly kind: 'record'; readonly field: RecordField }
  | { readonly kind: 'number'; readonly field: NumberField }
  | { readonly kind: 'time'; readonly field: TimeField }
  | { readonly kind: 'value' | 'under' | 'ip' | 'sort' };

const closedFields: readonly ClosedField[] = ['type', 'severity', 'state', 'verdict', 'is', 'has'];

/** Every field of the query language, in the order in which help and completion show them. */
export const fieldRules: ReadonlyMap<string, FieldRule> = new Map<string, FieldRule>([
  ['value', { kind: 'value' }],
  ['under', { kind: 'under' }],
  ['ip', { kind: 'ip' }],
  ...closedFields.map((field): [string, FieldRule] => [field, { kind: 'closed', field }]),
  ...wordFields.map((field): [string, FieldRule] => [field, { kind: 'word', field }]),
  ...recordFields.map((field): [string, FieldRule] => [field, { kind: 'record', field }]),
  ...numberFields.map((field): [string, FieldRule] => [field, { kind: 'number', field }]),
  ...timeFields.map((field): [string, FieldRule] => [field, { kind: 'time', field }]),
  ['sort', { kind: 'sort' }],
]);

/** Names that other tools use for our fields. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['status', 'state'],
  ['triage', 'state'],
  ['seen', 'last_seen'],
  ['modified', 'last_seen'],
  ['created', 'first_seen'],
  ['updated', 'fetched'],
  ['expiration', 'expires'],
  ['host', 'under'],
  ['domain', 'under'],
  ['net', 'ip'],
  ['cidr', 'ip'],
  ['ipv4', 'ip'],
  ['ipv6', 'ip'],
  ['order', 'sort'],
  ['label', 'tag'],
  ['feed', 'stream'],
  ['ioc', 'rule'],
  ['os', 'platform'],
  ['indicator', 'value'],
]);

/** Our name for what another tool calls so. */
export function renamedField(name: string): string | undefined {
  return otherNames.get(name);
}

const inexactTypes: ReadonlySet<IndicatorType> = new Set(['domain', 'path', 'registry_key', 'user_agent', 'other']);

/** Whether text of this type means exactly itself when it stands alone; of the others people type a part. */
export function isExact(type: IndicatorType): boolean {
  return !inexactTypes.has(type);
}
