import type { Query } from '@tanstack/react-query';
import type { EventPayload } from '#shared/contract/events.ts';
import type { Selection } from '#shared/contract/schemas.ts';
import { nameOfQuery } from './query-names.ts';
import type { CandidateList } from './use-lookup.ts';

const partsOf = ({ id, statuses, types, order }: CandidateList) => [id, statuses, types, order] as const;

/** Cache keys; the first part names the area, which is what a change invalidates. */
export const keys = {
  // Of the settings' area: where the data lies is known better after the first thing was stored.
  info: ['settings', 'info'] as const,
  settings: ['settings', 'all'] as const,
  vault: ['settings', 'vault'] as const,
  network: ['settings', 'network'] as const,
  updates: ['settings', 'updates'] as const,
  lists: ['settings', 'lists'] as const,
  allowed: ['settings', 'allowed'] as const,
  listTitles: (type: string, value: string) => ['settings', 'list-titles', type, value] as const,
  backups: ['care', 'backups'] as const,
  health: ['care', 'health'] as const,
  vendors: ['app', 'vendors'] as const,
  formats: ['app', 'formats'] as const,
  templates: ['app', 'templates'] as const,
  connections: ['connections', 'list'] as const,
  budgets: ['connections', 'budgets'] as const,
  schedule: ['connections', 'schedule'] as const,
  runs: (connectionId: string | null) => ['connections', 'runs', connectionId] as const,
  rejected: (runId: number) => ['connections', 'rejected', runId] as const,
  dueRecords: (connectionId: string, days: number | null) => ['connections', 'due', connectionId, days] as const,
  page: (query: string, page: number) => ['indicators', 'page', nameOfQuery(query), page] as const,
  firstRows: (query: string, limit: number) => ['indicators', 'first', nameOfQuery(query), limit] as const,
  statements: (ids: readonly number[], fields: readonly string[]) => ['indicators', 'statements', ids, fields] as const,
  count: (query: string) => ['indicators', 'count', nameOfQuery(query)] as const,
  facets: (query: string) => ['indicators', 'facets', nameOfQuery(query)] as const,
  histogram: (query: string, field: string) => ['indicators', 'histogram', nameOfQuery(query), field] as const,
  overlap: ['indicators', 'overlap'] as const,
  checks: ['indicators', 'checks'] as const,
  hints: (query: string) => ['indicators', 'hints', nameOfQuery(query)] as const,
  // Of no area: what orders suggestions may be a little old.
  completion: (query: string, caret: number) => ['completion', nameOfQuery(query), caret] as const,
  savedSearches: ['searches', 'saved'] as const,
  searchHistory: ['history', 'searches'] as const,
  queryHelp: ['app', 'queryHelp'] as const,
  indicator: (id: number) => ['indicators', 'one', id] as const,
  /** An area of its own: dozens of counts are not asked again with every page of a sync. */
  pivots: (id: number) => ['pivots', id] as const,
  indicatorByValue: (type: string, value: string) => ['indicators', 'one', type, value] as const,
  raw: (observationId: number) => ['indicators', 'raw', observationId] as const,
  versions: (observationId: number) => ['indicators', 'versions', observationId] as const,
  recall: (names: readonly string[]) => ['indicators', 'recall', names] as const,
  knownTags: ['indicators', 'tags'] as const,
  tagCount: (selection: Selection) => ['indicators', 'tag-count', selection] as const,
  vendorCards: (id: number) => ['details', 'cards', id] as const,
  outbox: (states: readonly string[] | null, limit: number) => ['outbox', 'list', states, limit] as const,
  outboxDiff: (id: number) => ['outbox', 'diff', id] as const,
  writes: ['connections', 'writes'] as const,
  words: (connectionId: string) => ['connections', 'words', connectionId] as const,
  operations: (connectionId: string) => ['connections', 'operations', connectionId] as const,
  candidateIndexes: (list: CandidateList) => ['lookup', 'indexes', ...partsOf(list)] as const,
  // Of the indicators' area: verdicts and cases of what is known change.
  candidatePage: (list: CandidateList, page: number) => ['indicators', 'candidates', ...partsOf(list), page] as const,
  candidatePlaces: (id: number, index: number) => ['lookup', 'places', id, index] as const,
  lookupSource: (id: number, page: number) => ['lookup', 'source', id, page] as const,
  importPreview: (id: number, choice: string, version: number) => ['imports', 'preview', id, choice, version] as const,
  importRows: (id: number, statuses: readonly string[], page: number, outcome: unknown) =>
    ['imports', 'rows', id, statuses, page, outcome] as const,
  importMappings: ['settings', 'csv-mappings'] as const,
  audit: ['audit', 'list'] as const,
  cases: ['cases', 'list'] as const,
  case: (number: string) => ['cases', 'one', number] as const,
  caseNotes: (number: string) => ['cases', 'notes', number] as const,
  caseEvidence: (number: string, id: number) => ['cases', 'evidence', number, id] as const,
  caseTimeline: (number: string) => ['cases', 'timeline', number] as const,
  caseIndicators: (number: string, order: string, descending: boolean, page: number) =>
    ['cases', 'indicators', number, order, descending, page] as const,
  caseIndicator: (number: string, type: string, value: string) => ['cases', 'indicator', number, type, value] as const,
};

/** Areas of the cache that a change of data makes stale. Connections also change what the keychain note says. */
export function staleAreas(change: EventPayload<'data.changed'>): readonly string[] {
  const areas: string[] = [];
  // Saved searches are not among them: counting what is new in each takes longer than a sync needs for its next change.
  if (change.indicators) areas.push('indicators', 'details', 'audit');
  if (change.cases) areas.push('cases', 'audit');
  if (change.connections) areas.push('connections', 'settings', 'details');
  if (change.outbox) areas.push('outbox', 'audit');
  if (change.settings) areas.push('settings', 'searches');
  return [...new Set(areas)];
}

/** True for cache entries of one of the areas. */
export function isOfArea(areas: readonly string[]): (query: Query) => boolean {
  return (query) => typeof query.queryKey[0] === 'string' && areas.includes(query.queryKey[0]);
}
