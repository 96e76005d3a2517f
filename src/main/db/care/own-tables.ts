/**
 * Which tables cannot be rebuilt from the vendors, in the order in which their references allow them to be filled. A test holds both
 * lists against the schema: a new table has to be put into one of them.
 */
export const ownTables = [
  { name: 'setting', key: 'name' },
  { name: 'connection', key: 'rowid' },
  { name: 'saved_secret', key: 'rowid' },
  { name: 'triage_entry', key: 'rowid' },
  { name: 'tag_entry', key: 'rowid' },
  { name: 'case_file', key: 'rowid' },
  { name: 'case_indicator', key: 'rowid' },
  { name: 'case_note', key: 'rowid' },
  { name: 'case_task', key: 'rowid' },
  { name: 'case_timeline', key: 'rowid' },
  { name: 'case_evidence', key: 'rowid' },
  { name: 'case_attachment', key: 'rowid' },
  { name: 'outbox_item', key: 'rowid' },
  { name: 'allow_entry', key: 'rowid' },
  { name: 'saved_search', key: 'rowid' },
  { name: 'search_history', key: 'rowid' },
  { name: 'audit_entry', key: 'rowid' },
] as const satisfies readonly OwnTable[];

/** Tables that a sync fills again, or that only keep account of something. */
export const rebuildableTables: ReadonlySet<string> = new Set([
  'indicator',
  'indicator_alias',
  'observation',
  'observation_version',
  'raw_block',
  'relation',
  'term',
  'stream_position',
  'walk_page',
  'sync_run',
  'rejected_record',
  'change',
  'revision',
  // Shipped, or imported from a file that can be imported again; the state makes every indicator be looked at anew.
  'benign_list',
  'benign_state',
  'lineage',
  // What a vendor answered to a single call, and what is left of its limit: asked for again.
  'vendor_answer',
  'rate_budget',
]);

/** A table and the column that names its rows: `rowid`, or the key of a table without one. */
export interface OwnTable {
  readonly name: string;
  readonly key: string;
}
