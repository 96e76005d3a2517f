import type { Migration } from './migration.ts';

/**
 * Who did what, entry by entry, each sealed with the hash of the one before. `entry` is the canonical text that is hashed, so what
 * is shown is what was sealed. What analysts did before this step is in timelines and histories only.
 */
export const addAuditLog: Migration = {
  id: 110,
  description: 'audit log',
  up(db) {
    db.exec(`
      -- The analyst's own work. Ids count 1, 2, 3 …: AUTOINCREMENT remembers the highest, so that a lost end is noticed.
      CREATE TABLE audit_entry(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        entry TEXT NOT NULL,
        -- SHA-256 of the hash before (32 zero bytes before the first entry) and of the entry.
        hash BLOB NOT NULL,
        case_number TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(entry) THEN entry ->> '$.case' END) VIRTUAL
      ) STRICT;
      CREATE INDEX audit_entry_case ON audit_entry(case_number) WHERE case_number IS NOT NULL;

      CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry BEGIN
        SELECT RAISE(ABORT, 'The audit log is only added to.');
      END;
      CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN
        SELECT RAISE(ABORT, 'The audit log is only added to.');
      END;
      -- Without it, INSERT OR REPLACE would exchange a row: its deletion fires no trigger.
      CREATE TRIGGER audit_entry_not_replaced BEFORE INSERT ON audit_entry
      WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id) BEGIN
        SELECT RAISE(ABORT, 'The audit log is only added to.');
      END;
    `);
  },
};
