import { type FieldValue, severityNumbers } from './fields.ts';
import { parseInstant } from './instants.ts';

/** File facts that the service adds to hash indicators; `av_hits` -1 means unknown. */
export interface IocMetadata {
  readonly filename?: string;
  readonly av_hits?: number;
  readonly company_name?: string;
  readonly file_description?: string;
  readonly file_version?: string;
  readonly original_filename?: string;
  readonly product_name?: string;
  readonly product_version?: string;
  readonly signed?: boolean;
}

/** A custom IOC as the service returns it. Members without a value are absent, never null. */
export interface IocRecord {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly source?: string;
  readonly action: string;
  readonly mobile_action?: string;
  readonly severity: string;
  readonly description?: string;
  readonly metadata?: IocMetadata;
  readonly platforms: readonly string[];
  readonly tags?: readonly string[];
  readonly expiration?: string;
  readonly expired: boolean;
  readonly deleted: boolean;
  readonly applied_globally: boolean;
  readonly host_groups?: readonly string[];
  readonly from_parent: boolean;
  readonly parent_cid_name?: string;
  readonly created_on: string;
  readonly created_by: string;
  readonly modified_on: string;
  readonly modified_by: string;
}

/** IOC types that the service accepts. */
export const iocTypes = ['ipv4', 'ipv6', 'domain', 'md5', 'sha256'] as const;

/** See {@link iocTypes}. */
export type IocType = (typeof iocTypes)[number];

/** Platforms, the last two only with Falcon for Mobile. */
export const iocPlatforms = ['windows', 'mac', 'linux', 'ios', 'android'] as const;

/** Severities; an indicator without one has `""`. */
export const iocSeverities = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** Reads one filterable property of a record; see `fields.ts`. */
export function readField(record: IocRecord, property: string): FieldValue {
  switch (property) {
    case 'severity_number':
      return severityNumbers[record.severity] ?? 0;
    case 'created_on':
    case 'modified_on':
    case 'expiration': {
      const text = record[property];
      return text === undefined ? null : (parseInstant(text) ?? null);
    }
    case 'metadata.av_hits':
      return record.metadata?.av_hits ?? null;
    case 'metadata.filename':
    case 'metadata.filename.raw':
      return record.metadata?.filename ?? null;
    case 'metadata.company_name.raw':
      return record.metadata?.company_name ?? null;
    case 'metadata.original_filename.raw':
      return record.metadata?.original_filename ?? null;
    case 'metadata.product_name.raw':
      return record.metadata?.product_name ?? null;
    case 'metadata.product_version':
      return record.metadata?.product_version ?? null;
    default:
      return readPlain(record, property);
  }
}

function readPlain(record: IocRecord, property: string): FieldValue {
  const value: unknown = Reflect.get(record, property);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value : null;
}
