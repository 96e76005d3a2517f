import type { Migration } from './migration.ts';

/**
 * Lists of harmless values, and the analyst's own. What an indicator's `listed` bit was computed from stands in `benign_state`:
 * indicators up to `evaluated_through_id` are up to date, later ones are evaluated before the next question about indicators.
 */
export const addBenignLists: Migration = {
  id: 50,
  description: 'benign lists and own allow-list',
  up(db) {
    db.exec(`
      -- Rebuildable: shipped with the program, or imported from a file.
      CREATE TABLE benign_list(
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        version INTEGER NOT NULL,
        origin TEXT NOT NULL,
        licence TEXT NOT NULL,
        kind TEXT NOT NULL,
        -- JSON arrays of type words and of canonical values.
        types TEXT NOT NULL,
        entries TEXT NOT NULL,
        entry_count INTEGER NOT NULL,
        is_shipped INTEGER NOT NULL,
        added_at_ms INTEGER NOT NULL
      ) STRICT;

      -- The analyst's own work.
      CREATE TABLE allow_entry(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        type INTEGER NOT NULL,
        value TEXT NOT NULL,
        reason TEXT NOT NULL,
        owner TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        expires_at_ms INTEGER,
        UNIQUE(type, value)
      ) STRICT;

      CREATE TABLE benign_state(
        id INTEGER PRIMARY KEY CHECK(id = 1),
        -- Raised with every change of a list.
        version INTEGER NOT NULL,
        -- Which shipped lists were taken over.
        shipped_version INTEGER NOT NULL,
        evaluated_through_id INTEGER NOT NULL,
        -- When the next own entry expires.
        next_expiry_at_ms INTEGER
      ) STRICT;
      INSERT INTO benign_state(id, version, shipped_version, evaluated_through_id) VALUES (1, 0, 0, 0);

      -- SQLite gives the highest id again after its row is gone.
      CREATE TRIGGER indicator_removed AFTER DELETE ON indicator BEGIN
        UPDATE benign_state SET evaluated_through_id = OLD.id - 1
        WHERE evaluated_through_id >= OLD.id AND OLD.id > coalesce((SELECT max(id) FROM indicator), 0);
      END;
    `);
  },
};
