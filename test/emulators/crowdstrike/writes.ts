import { asRecord } from '../kit/reply.ts';
import { ApiProblem } from './problem.ts';
import type { IocRecord } from './record.ts';
import {
  checkIdentity,
  checkSettings,
  commonMembers,
  type FieldError,
  type RawRow,
  type RowMessage,
} from './row-checks.ts';
import type { IocSearch } from './search.ts';
import type { IocChange, IocStore } from './store.ts';

/** What every write needs. */
export interface WriteContext {
  readonly store: IocStore;
  readonly search: IocSearch;
  /** The API client's id, which becomes `created_by` and `modified_by`. */
  readonly clientId: string;
  /** Whether the tenant has Falcon for Mobile. */
  readonly hasMobile: boolean;
  /** Most rows in one request. */
  readonly maxRows: number;
  /** Value of the `ignore_warnings` parameter. */
  readonly ignoreWarnings: boolean;
}

const BAD_FORMAT = 'Provided data does not match expected format';
const BAD_ROWS = 'One or more indicators have a warning or invalid input';

/**
 * Creates indicators, all of them or none.
 * @throws ApiProblem 400 with one message row per problem when a row is wrong, or is a duplicate and warnings count.
 */
export function createIndicators(context: WriteContext, body: unknown): readonly IocRecord[] {
  const rows = readRows(body, ['comment', 'indicators'], context.maxRows);
  requireMembers(rows, ['type', 'value', ...commonMembers]);
  for (const row of rows) refuseNulls(row, ['expiration']);
  const messages: RowMessage[] = [];
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const { type, value } = readIdentity(row);
    const errors = [...checkIdentity(row), ...checkSettings(row, type ?? undefined, context.hasMobile)];
    messages.push(...errors.map((error) => toMessage(error, index, row)));
    const key = `${type}\n${value}`;
    const isDuplicate = seen.has(key) || (value !== null && findLive(context.store, type, value).length > 0);
    if (isDuplicate && errors.length === 0 && !context.ignoreWarnings) messages.push(duplicateWarning(index, row));
    seen.add(key);
  }
  refuse(messages);
  return rows.map((row) => createOne(context, row));
}

/**
 * Updates indicators by id, and by filter when `bulk_update` is given.
 * @throws ApiProblem 400 for unknown members or wrong values; then nothing is changed.
 */
export function updateIndicators(context: WriteContext, body: unknown): readonly IocRecord[] {
  const request = asRecord(body);
  const bulk = asRecord(request?.['bulk_update']);
  const rows =
    request?.['indicators'] === undefined && bulk !== undefined
      ? []
      : readRows(body, ['comment', 'indicators', 'bulk_update'], context.maxRows);
  requireMembers(rows, ['id', ...commonMembers]);
  for (const row of rows) refuseNulls(row, ['description', 'expiration', 'severity', 'source']);
  const planned = rows.map((row, index) => planUpdate(context, row, index));
  const bulkPlanned = bulk === undefined ? [] : planBulk(context, bulk);
  const all = [...planned, ...bulkPlanned];
  refuse(all.flatMap(({ messages }) => messages));
  return all.flatMap(({ position, change }) =>
    position === undefined ? [] : [context.store.change(position, change, context.clientId)],
  );
}

interface PlannedUpdate {
  readonly position: number | undefined;
  readonly change: IocChange;
  readonly messages: readonly RowMessage[];
}

function planUpdate(context: WriteContext, row: RawRow, index: number): PlannedUpdate {
  const id = typeof row['id'] === 'string' ? row['id'] : '';
  const position = context.store.find(id);
  const current = position === undefined ? undefined : context.store.record(position);
  if (current === undefined || current.deleted) {
    const message = id === '' ? 'required string is missing' : `indicator not found: '${id}'`;
    return { position: undefined, change: {}, messages: [toMessage({ field: 'id', message }, index, row)] };
  }
  const settings = readSettings(row);
  // A request names a file; what the service knows besides stays.
  const metadata = { ...current.metadata, ...settings.metadata };
  const change = settings.metadata === undefined ? settings : { ...settings, metadata };
  const errors = checkSettings({ ...current, ...change }, current.type, context.hasMobile);
  const messages = errors.map((error) => toMessage(error, index, { ...row, type: current.type, value: current.value }));
  return { position, change, messages };
}

function planBulk(context: WriteContext, bulk: RawRow): readonly PlannedUpdate[] {
  const { filter, from_parent: fromParent, ...fields } = bulk;
  requireMembers([fields], commonMembers);
  refuseNulls(fields, []);
  if (typeof filter !== 'string' || filter === '') throw new ApiProblem(400, 'bulk_update.filter is required');
  const query = typeof fromParent === 'boolean' ? { filter, fromParent } : { filter };
  const ids = [...context.search.run(query)].map((position) => context.store.record(position).id);
  return ids.map((id, index) => planUpdate(context, { ...fields, id }, index));
}

function createOne(context: WriteContext, row: RawRow): IocRecord {
  const { type, value } = readIdentity(row);
  const settings = readSettings(row);
  const existing = findLive(context.store, type, value ?? '').find(({ record }) => hasSameScope(record, settings));
  if (existing !== undefined) return context.store.change(existing.position, settings, context.clientId);
  const { metadata, applied_globally, platforms, ...optional } = settings;
  const present = Object.entries(optional).filter(([, setting]) => setting !== undefined);
  return context.store.add(
    {
      type: type ?? '',
      value: normaliseValue(type, value ?? ''),
      action: 'no_action',
      mobile_action: 'no_action',
      severity: '',
      platforms: platforms ?? [],
      expired: false,
      deleted: false,
      applied_globally: applied_globally ?? false,
      from_parent: false,
      ...(metadata === undefined ? {} : { metadata }),
      ...Object.fromEntries(present),
    },
    context.clientId,
  );
}

function findLive(store: IocStore, type: string | null, value: string) {
  return store
    .findByValue(normaliseValue(type, value))
    .map((position) => ({ position, record: store.record(position) }))
    .filter(({ record }) => record.type === type && !record.deleted);
}

function normaliseValue(type: string | null, value: string): string {
  return type === null ? value : value.toLowerCase();
}

function hasSameScope(record: IocRecord, settings: IocChange): boolean {
  const scopeOf = (one: IocChange) => (one.applied_globally ? '*' : [...(one.host_groups ?? [])].sort().join());
  return scopeOf(record) === scopeOf(settings);
}

// Rows have passed checkSettings or are about to: the checks look at the same members with the same names.
function readSettings(row: RawRow): IocChange {
  const entries = commonMembers.filter((member) => Object.hasOwn(row, member)).map((member) => [member, row[member]]);
  const settings = Object.fromEntries(entries) as Record<string, unknown>;
  for (const member of ['description', 'source', 'expiration']) {
    // null clears these three, as does an empty text.
    if (settings[member] === null || settings[member] === '') settings[member] = undefined;
  }
  if (settings['severity'] === null) settings['severity'] = '';
  if (settings['applied_globally'] === true) settings['host_groups'] = undefined;
  return settings as IocChange;
}

function readRows(body: unknown, members: readonly string[], maxRows: number): readonly RawRow[] {
  const request = asRecord(body);
  const rows: unknown = request?.['indicators'];
  if (request === undefined || !Array.isArray(rows)) throw new ApiProblem(400, BAD_FORMAT);
  requireMembers([request], members);
  if (rows.length === 0) throw new ApiProblem(400, 'at least one indicator is required');
  if (rows.length > maxRows) throw new ApiProblem(400, `no more than ${maxRows} indicators are allowed`);
  return rows.map((row) => {
    const record = asRecord(row);
    if (record === undefined) throw new ApiProblem(400, BAD_FORMAT);
    return record;
  });
}

function requireMembers(rows: readonly RawRow[], members: readonly string[]): void {
  const isKnown = rows.every((row) => Object.keys(row).every((member) => members.includes(member)));
  if (!isKnown) throw new ApiProblem(400, BAD_FORMAT);
}

/** The model says of each member whether it may be null. */
function refuseNulls(row: RawRow, nullable: readonly string[]): void {
  const isAllowed = Object.entries(row).every(([member, value]) => value !== null || nullable.includes(member));
  if (!isAllowed) throw new ApiProblem(400, BAD_FORMAT);
}

function readIdentity(row: RawRow): { readonly type: string | null; readonly value: string | null } {
  const { type, value } = row as Readonly<Record<'type' | 'value', unknown>>;
  return { type: typeof type === 'string' ? type : null, value: typeof value === 'string' ? value : null };
}

function toMessage(error: FieldError, index: number, row: RawRow): RowMessage {
  return {
    row: index + 1,
    ...readIdentity(row),
    message_type: 'error',
    field_name: error.field,
    message: error.message,
  };
}

function duplicateWarning(index: number, row: RawRow): RowMessage {
  const { type, value } = readIdentity(row);
  const message = `Warning: Duplicate type: '${type}' and value: '${value}' combination.`;
  return { row: index + 1, type, value, message_type: 'warning', message };
}

function refuse(messages: readonly RowMessage[]): void {
  if (messages.length > 0) throw new ApiProblem(400, BAD_ROWS, messages);
}
