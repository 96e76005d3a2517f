import type { Migration } from './migration.ts';

/** Queries that analysts keep, and those that they asked. New is what came into the cache after the last look: ids only rise. */
export const addSavedSearches: Migration = {
  id: 100,
  description: 'saved searches and search history',
  up(db) {
    db.exec(`
      CREATE TABLE saved_search(
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        query TEXT NOT NULL,
        -- JSON array of ids of columns; null for those that are shown anyway.
        columns TEXT,
        created_at_ms INTEGER NOT NULL,
        looked_at_ms INTEGER NOT NULL,
        looked_through_id INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE search_history(
        id INTEGER PRIMARY KEY,
        query TEXT NOT NULL UNIQUE,
        asked_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX search_history_asked ON search_history(asked_at_ms);`);
  },
};
