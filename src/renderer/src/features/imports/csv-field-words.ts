import type { CsvField } from '#shared/model/import.ts';

/** Fields as the window calls them. */
export const csvFieldWords: Readonly<Record<CsvField, string>> = {
  value: 'Indicator',
  type: 'Type',
  tags: 'Tags',
  comment: 'Comment',
  description: 'Description',
  score: 'Score',
  confidence: 'Confidence',
  severity: 'Severity',
  firstSeen: 'First seen',
  lastSeen: 'Last seen',
  expiresAt: 'Expires',
  source: 'Source',
  category: 'Category',
  country: 'Country',
  asn: 'ASN',
  role: 'Role',
  verdict: 'Verdict',
  state: 'State',
};
