import type { Migration } from './migration.ts';

/**
 * Sequence numbers alone do not say which changes were made: a restored backup counts on from where it was made. Each writer
 * marks the first number that it gives, so that what was derived from the database (the snapshot of the search engine) can
 * tell whether it still belongs to it.
 */
export const markLineage: Migration = {
  id: 30,
  description: 'mark which writer gave which sequence numbers',
  up(db) {
    db.exec(`CREATE TABLE lineage(seq INTEGER PRIMARY KEY, token BLOB NOT NULL) STRICT;
      -- Notes are few beside decisions; searches read those only.
      CREATE INDEX triage_entry_note ON triage_entry(indicator_id, note) WHERE note IS NOT NULL;`);
  },
};
