import type { ConnectionState } from '#shared/model/connection.ts';
import type { LookupStatus } from '#shared/model/lookup.ts';
import type { OutboxState } from '#shared/model/outbox.ts';
import type { PivotKind } from '#shared/model/pivot.ts';
import type {
  CaseStatus,
  IndicatorFlag,
  IndicatorType,
  PapMark,
  RelationKind,
  RunStatus,
  Severity,
  TlpMark,
  TriageState,
  Verdict,
} from '#shared/model/vocabulary.ts';

/** How the closed sets are said to people; the query language keeps the words of the model. */
export const typeWords: Readonly<Record<IndicatorType, string>> = {
  ipv4: 'IPv4',
  ipv6: 'IPv6',
  cidr: 'CIDR',
  domain: 'Domain',
  url: 'URL',
  email: 'E-mail',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  path: 'Path',
  registry_key: 'Registry',
  network_stream: 'Stream',
  user_agent: 'User agent',
  other: 'Other',
};

export const stateWords: Readonly<Record<TriageState, string>> = {
  new: 'New',
  in_review: 'In review',
  escalated: 'Escalated',
  reviewed: 'Reviewed',
};

/** As labels; in the text of a query they stay as they are typed. */
export const severityWords: Readonly<Record<Severity, string>> = {
  none: 'None',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  unknown: 'Unknown',
  malicious: 'Malicious',
  suspicious: 'Suspicious',
  benign: 'Benign',
};

/** What a look-up says of a candidate, and what that means. */
export const lookupStatusWords: Readonly<Record<LookupStatus, { readonly short: string; readonly long: string }>> = {
  known: { short: 'Known', long: 'The cache holds it.' },
  unknown: { short: 'Unknown', long: 'Neither the cache nor a list holds it.' },
  listed: { short: 'Listed', long: 'Only a list of harmless values holds it.' },
  invalid: { short: 'Invalid', long: 'It looks like an indicator and is none.' },
};

interface FlagWords {
  readonly short: string;
  /** Stands for {@link short} where there is little room. */
  readonly sign?: string;
  readonly long: string;
}

/** A flag as a chip, and as a sentence that says what it means. */
export const flagWords: Readonly<Record<IndicatorFlag, FlagWords>> = {
  expired: { short: 'Expired', long: 'Every record has passed its expiry date; no vendor acts on it any more.' },
  gone: { short: 'Gone', long: 'No vendor lists it any more. What they last said is kept here.' },
  listed: { short: 'Listed', long: 'It stands on a list of harmless values; check before acting on it.' },
  conflicting: {
    short: 'Vendors disagree',
    sign: '≠',
    long: 'Vendors disagree: one allows it or calls it benign while another scores it 70 or more.',
  },
  derived: { short: 'Derived', long: 'No vendor listed it by itself; it follows from a record about something else.' },
};

export const relationWords: Readonly<Record<RelationKind, string>> = {
  same_file: 'Same file',
  seen_in_sample: 'Seen in sample',
  stream_endpoint: 'Stream endpoint',
  parent_domain: 'Parent domain',
};

/** What two indicators share: in a line, and where there is room for one word only. */
export const pivotWords: Readonly<Record<PivotKind, { readonly long: string; readonly short: string }>> = {
  file: { long: 'Same file', short: 'File' },
  sample: { long: 'Same sample', short: 'Sample' },
  rule: { long: 'Same rule', short: 'Rule' },
  source: { long: 'Same source', short: 'Source' },
  domain: { long: 'Same domain', short: 'Domain' },
  network: { long: 'Same network', short: 'Network' },
  asn: { long: 'Same AS', short: 'AS' },
  tag: { long: 'Same tag', short: 'Tag' },
};

export const connectionStateWords: Readonly<Record<ConnectionState, string>> = {
  never: 'Never synced',
  syncing: 'Syncing',
  complete: 'Complete',
  incomplete: 'Incomplete',
  failed: 'Failed',
  noSecret: 'No credentials',
};

export const runStatusWords: Readonly<Record<RunStatus, string>> = {
  running: 'Running',
  complete: 'Complete',
  incomplete: 'Incomplete',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const caseStatusWords: Readonly<Record<CaseStatus, string>> = {
  open: 'Open',
  in_progress: 'In progress',
  closed: 'Closed',
};

export const outboxStateWords: Readonly<Record<OutboxState, string>> = {
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Refused',
  conflict: 'Conflict',
  unknown: 'Unknown',
};

/** What a queued write does, in few words; a write of another build is named as its vendor names it. */
export const writeWords: Readonly<Record<string, string>> = {
  CreateIoCTriageState: 'Triage',
  indicator_create_v1: 'Create indicators',
  indicator_update_v1: 'Update indicators',
  indicator_delete_v1: 'Delete indicators',
  ioc_stream_notification_delete: 'Delete notification',
  ioc_stream_delete: 'Delete notifications by filter',
};

/** `TLP:AMBER+STRICT`. */
export const tlpWord = (mark: TlpMark): string => `TLP:${mark.toUpperCase()}`;

/** Two letters of a vendor's name for a narrow column: its capitals, else its first two letters. */
export function initialsOf(displayName: string): string {
  const capitals = displayName.replaceAll(/[^A-Z]/g, '');
  return (capitals.length >= 2 ? capitals : displayName).slice(0, 2).toUpperCase();
}

// Made once: a table of counts asks a hundred times per drawing.
const counts = new Intl.NumberFormat('en-US');

/** `1,234`; the same in every locale, so that reports and screenshots agree. */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** `1 record`, `2 records`. */
export function countOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

/** `PAP:GREEN`. */
export const papWord = (mark: PapMark): string => `PAP:${mark.toUpperCase()}`;
