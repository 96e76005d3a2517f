import type { TagCount } from '#shared/model/tag.ts';
import { keyOfTag } from '#shared/text/tag-name.ts';
import { termFields } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { decodeIds } from '../id-lists.ts';
import { IndicatorWriter } from '../ingest/indicator-writer.ts';
import { TermWriter } from '../ingest/term-writer.ts';
import { refuseMoreThan } from './detail.ts';
import type { ReadTable, WriteContext, WriteTable } from './operation.ts';
import { readOwnTags, showOwnTags } from './tag-standing.ts';
import { readTerms } from './terms.ts';

const countLimit = 5_000;
const knownLimit = 5_000;

export const tagReads: ReadTable<'tags.known' | 'tags.count'> = {
  'tags.known': ({ db }) =>
    countTags(
      db,
      db.all<SetCount>(
        'SELECT own_tags AS tags, count(*) AS count FROM indicator WHERE own_tags IS NOT NULL GROUP BY own_tags',
      ),
    ).slice(0, knownLimit),
  'tags.count': ({ db }, { ids }) => {
    refuseMoreThan(ids, countLimit);
    return countTags(
      db,
      db.all<SetCount>(
        `SELECT own_tags AS tags, count(*) AS count FROM indicator
         WHERE id IN (SELECT value FROM json_each(?)) AND own_tags IS NOT NULL GROUP BY own_tags`,
        JSON.stringify(ids),
      ),
    );
  },
};

/** How many indicators have exactly this set of own tags. */
interface SetCount {
  readonly tags: string;
  readonly count: number;
}

function countTags(db: ReadConnection, sets: readonly SetCount[]): readonly TagCount[] {
  const counts = new Map<number, number>();
  for (const { tags, count } of sets) {
    for (const id of decodeIds(tags)) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  const terms = readTerms(db, counts.keys());
  const named = [...counts].flatMap(([id, count]) => {
    const name = terms.get(id)?.name;
    return name === undefined ? [] : [{ name, count }];
  });
  return named.sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
}

export const tagWrites: WriteTable<'tags.change' | 'tags.revert'> = {
  'tags.change': (context, { ids, change }) => {
    const { by, atMs } = change;
    const steps = [
      ...change.remove.map((name) => ({ name, key: keyOfTag(name), added: 0 })),
      ...change.add.map((name) => ({ ...adopt(context.db, name), added: 1 })),
    ];
    return { changed: countWith(context, ids, (id) => stepsThatChange(context.db, id, steps), { by, atMs }) };
  },
  'tags.revert': (context, { ids, tagging, by, atMs }) => {
    let kept = 0;
    const restored = countWith(
      context,
      ids,
      (id) => {
        const { steps, isKept } = stepsBack(context.db, id, tagging);
        if (isKept) kept += 1;
        return steps;
      },
      { by, atMs },
    );
    return { restored, kept };
  },
};

/** A tag to put on (1) or to take off (0). */
interface Step {
  readonly name: string;
  readonly key: string;
  readonly added: number;
}

/** The spelling under which the cache knows a tag, a vendor's or the analyst's; else the one given. */
function adopt(db: ReadConnection, name: string): Omit<Step, 'added'> {
  const key = keyOfTag(name);
  const known = db.value<string>(
    'SELECT name FROM term WHERE field = ? AND key = ? ORDER BY id LIMIT 1',
    termFields.tag,
    key,
  );
  return { name: known ?? name, key };
}

/** Writes the steps that each indicator needs. @returns on how many there were any. */
function countWith(
  { db, changes, nowMs }: WriteContext,
  ids: readonly number[],
  stepsFor: (id: number) => readonly Step[],
  { by, atMs }: { readonly by: string; readonly atMs: number },
): number {
  const indicators = new IndicatorWriter(db, changes, nowMs);
  const terms = new TermWriter(db);
  let changed = 0;
  for (const id of new Set(ids)) {
    const steps = stepsFor(id);
    if (steps.length === 0) continue;
    for (const { name, key, added } of steps) {
      db.run(
        'INSERT INTO tag_entry(indicator_id, name, key, added, by, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        name,
        key,
        added,
        by,
        atMs,
      );
    }
    showOwnTags(db, id, terms);
    indicators.markDirty(id);
    changed += 1;
  }
  indicators.flush();
  return changed;
}

/** None for an indicator that is not there (any more). */
function stepsThatChange(db: ReadConnection, id: number, steps: readonly Step[]): readonly Step[] {
  if (db.value('SELECT 1 FROM indicator WHERE id = ?', id) === undefined) return [];
  const standing = new Map(readOwnTags(db, id).map(({ key, name }) => [key, name]));
  return steps
    .filter(({ key, added }) => standing.has(key) !== (added === 1))
    .map((step) => ({ ...step, name: standing.get(step.key) ?? step.name }));
}

/** What takes a tagging back; `isKept` where some of it is not the last word on its tag. */
function stepsBack(
  db: ReadConnection,
  id: number,
  { by, atMs }: { readonly by: string; readonly atMs: number },
): { readonly steps: readonly Step[]; readonly isKept: boolean } {
  const entries = db.all<Step & { readonly is_last: number }>(
    `SELECT name, key, added,
       NOT EXISTS (SELECT 1 FROM tag_entry WHERE indicator_id = e.indicator_id AND key = e.key AND id > e.id) AS is_last
     FROM tag_entry AS e WHERE indicator_id = ? AND by = ? AND at_ms = ? ORDER BY id`,
    id,
    by,
    atMs,
  );
  const last = entries.filter(({ is_last }) => is_last === 1);
  return {
    steps: last.map(({ name, key, added }) => ({ name, key, added: 1 - added })),
    isKept: last.length < entries.length,
  };
}
