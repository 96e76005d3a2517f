import type { Migration } from './migration.ts';

/** Every how many minutes a connection is synced by itself; null: never. */
export const addSchedule: Migration = {
  id: 170,
  description: 'schedule per connection',
  up(db) {
    db.exec('ALTER TABLE connection ADD COLUMN sync_every_minutes INTEGER');
  },
};
