import type { Migration } from './migration.ts';

/**
 * What a case's table is sorted by, out of the frozen snapshots: held by indexes, so that a page of sixty thousand lines
 * is found without reading and parsing the snapshots.
 */
export const indexFrozenValues: Migration = {
  id: 20,
  description: 'index what the table of a case is sorted by',
  up(db) {
    db.exec(`
      ALTER TABLE case_indicator ADD COLUMN score_before INTEGER
        GENERATED ALWAYS AS (snapshot ->> '$.indicator.score') VIRTUAL;
      -- As in codes.ts, so that verdicts of then and now sort alike.
      ALTER TABLE case_indicator ADD COLUMN verdict_before INTEGER
        GENERATED ALWAYS AS (CASE snapshot ->> '$.indicator.verdict'
          WHEN 'malicious' THEN 1 WHEN 'suspicious' THEN 2 WHEN 'benign' THEN 3 ELSE 0 END) VIRTUAL;
      -- Each holds a whole order (the last two end with the row's id of themselves): a page is walked to, not sorted out.
      CREATE INDEX case_indicator_added ON case_indicator(case_id, id, indicator_id);
      CREATE INDEX case_indicator_score_before ON case_indicator(case_id, score_before);
      CREATE INDEX case_indicator_verdict_before ON case_indicator(case_id, verdict_before);
    `);
  },
};
