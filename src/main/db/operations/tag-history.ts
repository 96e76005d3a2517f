import type { OwnTag, TagEntry } from '#shared/model/tag.ts';
import type { ReadConnection } from '../connection.ts';
import { readOwnTags } from './tag-standing.ts';

/** The analyst's own tags of an indicator as people are told them. */
export function tellOwnTags(db: ReadConnection, indicatorId: number): readonly OwnTag[] {
  return readOwnTags(db, indicatorId).map(({ name, by, at_ms: atMs }) => ({ name, by, atMs }));
}

/** History of an indicator's own tags, oldest first: in the order in which it was written, whatever the clock said. */
export function readTagHistory(db: ReadConnection, indicatorId: number): readonly TagEntry[] {
  return db
    .all<{ name: string; added: number; by: string; at_ms: number }>(
      'SELECT name, added, by, at_ms FROM tag_entry WHERE indicator_id = ? ORDER BY id',
      indicatorId,
    )
    .map(({ name, added, by, at_ms: atMs }) => ({ name, change: added === 1 ? 'added' : 'removed', by, atMs }));
}
