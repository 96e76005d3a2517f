import { type TermField, termFields } from '../codes.ts';
import type { WriteConnection } from '../connection.ts';

/** Beyond this many the memory is started anew: vocabularies are small, hostile ones are not. */
const memoryLimit = 100_000;

/** Finds or makes the ids of words of open sets; remembers them until told to forget. */
export class TermWriter {
  readonly #db: WriteConnection;
  readonly #known = new Map<string, number>();

  constructor(db: WriteConnection) {
    this.#db = db;
  }

  /** Id of one word; null for none. */
  idOf(field: TermField, name: string | null): number | null {
    if (name === null || name === '') return null;
    const code = termFields[field];
    const key = `${code} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id =
      this.#db.value<number>('SELECT id FROM term WHERE field = ? AND name = ?', code, name) ??
      this.#db.insert('INSERT INTO term(field, name, key) VALUES (?, ?, ?)', code, name, name.toLowerCase());
    if (this.#known.size >= memoryLimit) this.#known.clear();
    this.#known.set(key, id);
    return id;
  }

  /** Ids of several words in their order, each once. */
  idsOf(field: TermField, names: readonly string[]): readonly number[] {
    const ids = new Set<number>();
    for (const name of names) {
      const id = this.idOf(field, name);
      if (id !== null) ids.add(id);
    }
    return [...ids];
  }

  /** After a rollback, or when another process wrote: ids may not be what they were. */
  forget(): void {
    this.#known.clear();
  }
}
