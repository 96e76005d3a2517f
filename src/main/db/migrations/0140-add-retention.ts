import type { Migration } from './migration.ts';

/** For how long a connection's records are kept once nothing is heard of them; null: for good. */
export const addRetention: Migration = {
  id: 140,
  description: 'retention per connection',
  up(db) {
    db.exec('ALTER TABLE connection ADD COLUMN retention_days INTEGER');
  },
};
