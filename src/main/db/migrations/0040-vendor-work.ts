import type { Migration } from './migration.ts';

/** What single calls to vendors leave: their answers, and how much of a rate limit is used. */
export const vendorWork: Migration = {
  id: 40,
  description: 'answers of vendors, rate budgets, notices of the outbox',
  up: (db) => {
    db.exec(`
      -- What a vendor answered to a single question (words of a tenant, hosts that saw a value), for use without a network.
      CREATE TABLE vendor_answer(
        connection_id INTEGER NOT NULL REFERENCES connection(id) ON DELETE CASCADE,
        operation TEXT NOT NULL,
        -- What was asked for; empty where there is only one question.
        key TEXT NOT NULL,
        answer TEXT NOT NULL,
        fetched_at_ms INTEGER NOT NULL,
        PRIMARY KEY(connection_id, operation, key)
      ) STRICT, WITHOUT ROWID;

      -- How much of its vendor's limit a connection has used, as JSON: a restart must not forget it.
      CREATE TABLE rate_budget(
        connection_id INTEGER PRIMARY KEY REFERENCES connection(id) ON DELETE CASCADE,
        state TEXT NOT NULL,
        saved_at_ms INTEGER NOT NULL
      ) STRICT;

      INSERT INTO revision(kind, value) VALUES ('outbox', 0) ON CONFLICT DO NOTHING;
    `);
  },
};
