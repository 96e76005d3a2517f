/** The closed sets of the product: every word here is part of the query language, the JSON output and the exports. */

/** What an indicator can be; `other` keeps text that fits no type, so nothing is dropped or guessed. */
export const indicatorTypes = [
  'ipv4',
  'ipv6',
  'cidr',
  'domain',
  'url',
  'email',
  'md5',
  'sha1',
  'sha256',
  'path',
  'registry_key',
  'network_stream',
  'user_agent',
  'other',
] as const;
export type IndicatorType = (typeof indicatorTypes)[number];

/** Severity words in rising order. */
export const severities = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const triageStates = ['new', 'in_review', 'escalated', 'reviewed'] as const;
export type TriageState = (typeof triageStates)[number];

export const verdicts = ['unknown', 'malicious', 'suspicious', 'benign'] as const;
export type Verdict = (typeof verdicts)[number];

/** Who made a triage entry: the analyst here, or Datadog's explorer. */
export const triageOrigins = ['local', 'datadog'] as const;

/** What can be said of an indicator with `is:`. */
export const indicatorFlags = ['expired', 'gone', 'listed', 'conflicting', 'derived'] as const;
export type IndicatorFlag = (typeof indicatorFlags)[number];

export const relationKinds = ['same_file', 'seen_in_sample', 'stream_endpoint', 'parent_domain'] as const;
export type RelationKind = (typeof relationKinds)[number];

/** TLP 2.0 marks in rising order of restriction. */
export const tlpMarks = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type TlpMark = (typeof tlpMarks)[number];

/** Permissible Actions Protocol marks in rising order of restriction. */
export const papMarks = ['clear', 'green', 'amber', 'red'] as const;
export type PapMark = (typeof papMarks)[number];

/** How far a case is that is worked on; a change moves it freely between them. */
export const workingCaseStatuses = ['open', 'in_progress'] as const;
/** Closing asks for a verdict and a summary, and is for good. */
export const caseStatuses = [...workingCaseStatuses, 'closed'] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** How a source a vendor names speaks of an indicator. */
export const sourceIntents = ['malicious', 'suspicious', 'benign', 'unstated'] as const;
export type SourceIntent = (typeof sourceIntents)[number];

/** How a finished sync run of one stream ended; short of what the vendor announced is `incomplete`, never success. */
export const runStatuses = ['running', 'complete', 'incomplete', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** From this score on, another record's all-clear is a contradiction: `is:conflicting`. */
export const conflictScore = 70;

/**
 * Severity band of a normalised score: 0 none, 1-39 low, 40-69 medium, 70-89 high, 90-100 critical; `none` without one.
 */
export function severityOfScore(score: number | null): Severity {
  if (score === null || score <= 0) return 'none';
  if (score < 40) return 'low';
  if (score < 70) return 'medium';
  if (score < 90) return 'high';
  return 'critical';
}

/** The `vendor` of connections that stand for an imported file: they have records, but nobody to ask. */
export const importVendor = 'import';
/** How people are told that vendor. */
export const importVendorName = 'Imported file';
