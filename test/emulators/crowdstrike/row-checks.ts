import { isIPv4, isIPv6 } from 'node:net';
import { parseInstant } from './instants.ts';
import { type IocType, iocPlatforms, iocSeverities, iocTypes } from './record.ts';
import { iocActions, mobileActions } from './vocabulary.ts';

/** One problem of one row of a create or update, as the service reports it in `resources`. `row` counts from 1. */
export interface RowMessage {
  readonly row: number;
  readonly type: string | null;
  readonly value: string | null;
  readonly message_type: 'error' | 'warning';
  readonly field_name?: string;
  readonly message: string;
}

/** A row of a request, its members not yet checked. */
export type RawRow = Readonly<Record<string, unknown>>;

/** A complaint about one member. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Members that both create and update accept. */
export const commonMembers = [
  'action',
  'applied_globally',
  'description',
  'expiration',
  'host_groups',
  'metadata',
  'mobile_action',
  'platforms',
  'severity',
  'source',
  'tags',
] as const;

const MISSING = 'required string is missing';

/** Checks the members that say what the indicator is; only create has them. */
export function checkIdentity(row: RawRow): readonly FieldError[] {
  const { type, value } = row as { readonly type?: unknown; readonly value?: unknown };
  if (typeof type !== 'string' || type === '') return [{ field: 'type', message: MISSING }];
  const known = iocTypes.find((candidate) => candidate === type);
  if (known === undefined) return [{ field: 'type', message: `unsupported type: '${type}'` }];
  if (typeof value !== 'string' || value === '') return [{ field: 'value', message: MISSING }];
  return isValueOf(known, value) ? [] : [{ field: 'value', message: `invalid ${type} value: '${value}'` }];
}

/**
 * Checks the members that say what is to be done, as they would stand after the request.
 * @param hasMobile whether the tenant has Falcon for Mobile.
 */
export function checkSettings(row: RawRow, type: string | undefined, hasMobile: boolean): readonly FieldError[] {
  return [
    ...checkAction(row, type),
    ...checkPlatforms(row, hasMobile),
    ...checkScope(row),
    ...checkTexts(row),
    ...checkExpiration(row),
  ];
}

function isValueOf(type: IocType, value: string): boolean {
  if (type === 'ipv4') return isIPv4(value);
  if (type === 'ipv6') return isIPv6(value);
  if (type === 'md5') return /^[0-9a-f]{32}$/i.test(value);
  if (type === 'sha256') return /^[0-9a-f]{64}$/i.test(value);
  return value.length <= 200 && /^(?:[\w-]+\.)+[\w-]{2,}$/i.test(value);
}

function checkAction(row: RawRow, type: string | undefined): readonly FieldError[] {
  const { action, severity, mobile_action } = row as Readonly<Record<'action' | 'severity' | 'mobile_action', unknown>>;
  const errors: FieldError[] = [];
  const known = iocActions.find(({ id }) => id === (action ?? 'no_action'));
  if (known === undefined) errors.push({ field: 'action', message: `invalid action: '${String(action)}'` });
  else if (type !== undefined && !Object.hasOwn(known.platforms_by_type, type)) {
    errors.push({ field: 'action', message: `action '${known.id}' is not supported for type '${type}'` });
  }
  const hasSeverity = severity !== undefined && severity !== null && severity !== '';
  if (hasSeverity && !iocSeverities.some((word) => word === severity)) {
    errors.push({ field: 'severity', message: `invalid severity: '${String(severity)}'` });
  } else if (!hasSeverity && known !== undefined && known.severities.length > 0) {
    errors.push({ field: 'severity', message: `severity is required for action '${known.id}'` });
  }
  if (mobile_action !== undefined && !mobileActions.some((word) => word === mobile_action)) {
    errors.push({ field: 'mobile_action', message: `invalid mobile_action: '${String(mobile_action)}'` });
  }
  return errors;
}

function checkPlatforms(row: RawRow, hasMobile: boolean): readonly FieldError[] {
  const platforms: unknown = row['platforms'];
  if (!Array.isArray(platforms) || platforms.length === 0) {
    return [{ field: 'platforms', message: 'at least one platform is required' }];
  }
  const allowed = hasMobile ? iocPlatforms : iocPlatforms.slice(0, 3);
  const refused = platforms.find((platform) => !allowed.some((known) => known === platform));
  return refused === undefined ? [] : [{ field: 'platforms', message: `invalid platform: '${String(refused)}'` }];
}

function checkScope(row: RawRow): readonly FieldError[] {
  const groups: unknown = row['host_groups'];
  if (row['applied_globally'] === true) return [];
  if (row['applied_globally'] !== undefined && typeof row['applied_globally'] !== 'boolean') {
    return [{ field: 'applied_globally', message: 'boolean expected' }];
  }
  if (!Array.isArray(groups) || groups.length === 0) {
    return [{ field: 'host_groups', message: 'host_groups is required when applied_globally is not true' }];
  }
  const isValid = groups.every((group) => typeof group === 'string' && /^[0-9a-f]{32}$/i.test(group));
  return isValid ? [] : [{ field: 'host_groups', message: 'invalid host group id' }];
}

function checkTexts(row: RawRow): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { source, description, tags } = row as Readonly<Record<'source' | 'description' | 'tags', unknown>>;
  if (source !== undefined && source !== null && (typeof source !== 'string' || source === '' || source.length > 256)) {
    errors.push({ field: 'source', message: 'source must have 1 to 256 characters' });
  }
  if (description !== undefined && description !== null && typeof description !== 'string') {
    errors.push({ field: 'description', message: 'string expected' });
  }
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'))) {
    errors.push({ field: 'tags', message: 'list of strings expected' });
  }
  return errors;
}

function checkExpiration(row: RawRow): readonly FieldError[] {
  const end: unknown = row['expiration'];
  if (end === undefined || end === null || end === '') return [];
  return typeof end === 'string' && parseInstant(end) !== undefined
    ? []
    : [{ field: 'expiration', message: `invalid expiration: '${String(end)}'` }];
}
