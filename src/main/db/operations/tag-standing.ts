import { markOf } from '#main/domain/tlp.ts';
import { tlpCodes } from '../codes.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import { decodeIds, encodeIdSet } from '../id-lists.ts';
import { nothingOwn, type OwnShare } from '../ingest/rollup.ts';
import { TermWriter } from '../ingest/term-writer.ts';
import { readTerms } from './terms.ts';

/** A tag of the analyst's that stands on an indicator. */
export interface OwnTagRow {
  readonly name: string;
  readonly key: string;
  readonly by: string;
  readonly at_ms: number;
}

/** What stands of an indicator's own tags: those whose last entry put them on. In alphabetical order of their keys. */
export function readOwnTags(db: ReadConnection, indicatorId: number): readonly OwnTagRow[] {
  return db.all<OwnTagRow>(
    `SELECT name, key, by, at_ms FROM tag_entry AS e
     WHERE indicator_id = ? AND added = 1
       AND NOT EXISTS (SELECT 1 FROM tag_entry WHERE indicator_id = e.indicator_id AND key = e.key AND id > e.id)
     ORDER BY key`,
    indicatorId,
  );
}

/** Makes an indicator's row say what the history of its own tags says. The roll-up has to follow: they are among its words. */
export function showOwnTags(db: WriteConnection, indicatorId: number, terms = new TermWriter(db)): void {
  const names = readOwnTags(db, indicatorId).map(({ name }) => name);
  const ids = terms.idsOf('tag', names);
  db.run('UPDATE indicator SET own_tags = ? WHERE id = ?', ids.length === 0 ? null : encodeIdSet(ids), indicatorId);
}

/** What an indicator's own tags, as its row names them, add to its roll-up. */
export function readOwnShare(db: ReadConnection, indicatorId: number): OwnShare {
  const column = db.value<string | null>('SELECT own_tags FROM indicator WHERE id = ?', indicatorId) ?? null;
  if (column === null) return nothingOwn;
  const terms = decodeIds(column);
  const mark = markOf({ tags: [...readTerms(db, terms).values()].map(({ name }) => name) });
  return { terms, tlp: mark === null ? null : tlpCodes.toCode[mark] };
}
