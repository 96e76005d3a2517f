/**
 * The parts of a report for people, in the order in which they stand. `provenance` is who said what, and when it was fetched;
 * `missing` what the report does not know.
 */
export const reportSections = [
  'summary',
  'facts',
  'tasks',
  'charts',
  'indicators',
  'provenance',
  'relations',
  'timeline',
  'notes',
  'files',
  'sources',
  'missing',
] as const;
export type ReportSection = (typeof reportSections)[number];
