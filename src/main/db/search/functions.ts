import type { Database } from 'better-sqlite3';
import { decodeIds } from '../id-lists.ts';

/** SQL function `has_any_id(column, number)`: whether an id list has an id of the numbered set. */
export const hasAnyFunction = 'has_any_id';
/** SQL function `folded(text)`: the text without case, beyond ASCII too. */
export const foldFunction = 'folded';

/** What searches need beyond SQLite's own functions. */
export class SearchFunctions {
  #sets: ReadonlySet<number>[] = [];

  /** Makes the functions known to a database handle. */
  install(database: Database): void {
    database.function(hasAnyFunction, { directOnly: true, deterministic: true }, (column: unknown, number: unknown) => {
      const set = this.#sets[Number(number)];
      if (set === undefined || typeof column !== 'string') return 0;
      return decodeIds(column).some((id) => set.has(id)) ? 1 : 0;
    });
    database.function(foldFunction, { directOnly: true, deterministic: true }, (text: unknown) =>
      typeof text === 'string' ? text.toLowerCase() : null,
    );
  }

  /** @returns the number under which statements of the present call name the set. */
  addSet(ids: Iterable<number>): number {
    this.#sets.push(new Set(ids));
    return this.#sets.length - 1;
  }

  /** Between two calls. */
  clear(): void {
    this.#sets = [];
  }
}
