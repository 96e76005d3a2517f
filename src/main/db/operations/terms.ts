import type { ReadConnection } from '../connection.ts';
import { decodeIds } from '../id-lists.ts';

/** A word of an open set: field as in `termFields`, the spelling, and the spelling without case. */
export interface Term {
  readonly field: number;
  readonly name: string;
  readonly key: string;
}

interface TermRow extends Term {
  readonly id: number;
}

/** Looks up terms by id, all in one query. */
export function readTerms(db: ReadConnection, ids: Iterable<number>): ReadonlyMap<number, Term> {
  const rows = db.all<TermRow>(
    'SELECT id, field, name, key FROM term WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify([...new Set(ids)]),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Names of one field among the ids of a column, each key once, in alphabetical order. */
export function namesOf(terms: ReadonlyMap<number, Term>, column: string | null, field: number): string[] {
  const byKey = new Map<string, string>();
  for (const id of decodeIds(column)) {
    const term = terms.get(id);
    if (term?.field === field && !byKey.has(term.key)) byKey.set(term.key, term.name);
  }
  return [...byKey.values()].sort((left, right) => (left < right ? -1 : 1));
}
