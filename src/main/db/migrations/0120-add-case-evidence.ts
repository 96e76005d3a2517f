import type { Migration } from './migration.ts';

/** Pinned notes, records pinned to notes as evidence, entries of the analyst's own in timelines, and files by name and hashes. */
export const addCaseEvidence: Migration = {
  id: 120,
  description: 'pinned evidence, own timeline entries and files of cases',
  up(db) {
    db.exec(`
      ALTER TABLE case_note ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
      DROP INDEX case_note_case;
      CREATE INDEX case_note_case ON case_note(case_id, pinned, id);

      -- Who wrote an entry of his own; null for those that the application wrote.
      ALTER TABLE case_timeline ADD COLUMN by TEXT;
      DROP INDEX case_timeline_case;
      CREATE INDEX case_timeline_case ON case_timeline(case_id, at_ms, id);

      -- A vendor record as it was when it was pinned: the cache goes on, this stays.
      CREATE TABLE case_evidence(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        note_id INTEGER NOT NULL REFERENCES case_note(id) ON DELETE CASCADE,
        pinned_at_ms INTEGER NOT NULL,
        by TEXT NOT NULL,
        -- JSON: which indicator, and who said it when.
        origin TEXT NOT NULL,
        raw TEXT NOT NULL
      ) STRICT;
      CREATE INDEX case_evidence_note ON case_evidence(note_id);

      -- Facts of a file; its bytes stay where they are.
      CREATE TABLE case_attachment(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        case_id INTEGER NOT NULL REFERENCES case_file(id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        md5 TEXT NOT NULL,
        sha1 TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        comment TEXT,
        by TEXT NOT NULL,
        added_at_ms INTEGER NOT NULL,
        UNIQUE(case_id, sha256, name)
      ) STRICT;
    `);
  },
};
