import type { Migration } from './migration.ts';

/**
 * The analyst's own tags: who put which tag on which indicator, or took it off. What stands is beside the roll-up of the vendors'
 * records, so that it outlives them, and an indicator with a tag of the analyst's own counts as one that somebody named.
 */
export const addOwnTags: Migration = {
  id: 150,
  description: "the analyst's own tags",
  up(db) {
    db.exec(`
      -- The analyst's own work. Append-only; the order is that of the ids, whatever the clock said.
      CREATE TABLE tag_entry(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        indicator_id INTEGER NOT NULL REFERENCES indicator(id),
        name TEXT NOT NULL,
        -- Without case: entries of one key are about one tag.
        key TEXT NOT NULL,
        -- 1: put on; 0: taken off.
        added INTEGER NOT NULL,
        by TEXT NOT NULL,
        at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX tag_entry_indicator ON tag_entry(indicator_id, key);

      -- Ids of terms as in \`terms\`, which holds them too; null for none.
      ALTER TABLE indicator ADD COLUMN own_tags TEXT;
      CREATE INDEX indicator_own_tags ON indicator(own_tags) WHERE own_tags IS NOT NULL;

      -- A generated column cannot be altered.
      DROP INDEX indicator_rank;
      ALTER TABLE indicator DROP COLUMN derived;
      -- Known from other indicators only: no vendor record, no decision, no case and no tag of its own.
      ALTER TABLE indicator ADD COLUMN derived INTEGER NOT NULL
        GENERATED ALWAYS AS (observations = 0 AND triaged_at_ms IS NULL AND cases = 0 AND own_tags IS NULL) VIRTUAL;
      CREATE INDEX indicator_rank ON indicator(score DESC, last_seen_at_ms DESC) WHERE derived = 0;`);
  },
};
