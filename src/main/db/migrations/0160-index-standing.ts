import type { Migration } from './migration.ts';

/**
 * Which records are gone, which expire when, and what a vendor does about which: few of a million, found without a look at the
 * others. Each index holds all that is asked of it.
 */
export const indexStanding: Migration = {
  id: 160,
  description: 'records by standing and by action',
  up(db) {
    db.exec(`
      CREATE INDEX observation_gone ON observation(stream_id, indicator_id, gone_at_ms) WHERE gone_at_ms IS NOT NULL;
      CREATE INDEX observation_expiry ON observation(expires_at_ms, stream_id, indicator_id, gone_at_ms)
        WHERE expires_at_ms IS NOT NULL AND gone_at_ms IS NULL;
      CREATE INDEX observation_action ON observation(action, expires_at_ms, indicator_id, gone_at_ms)
        WHERE action IS NOT NULL AND gone_at_ms IS NULL;`);
  },
};
