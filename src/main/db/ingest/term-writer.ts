import { type TermField, termFields } from '../codes.ts';
import type { WriteConnection } from '../connection.ts';

/** Beyond this many the memory is started anew: vocabularies are small, hostile ones are not. */
const memoryLimit = 100_000;
/** So many are compared one by one. */
const fewNames = 16;

/** Finds or makes the ids of words of open sets; remembers them until told to forget. */
export class TermWriter {
  readonly #db: WriteConnection;
  /** By name, in the order of the fields' codes. */
  #known: Map<string, number>[] = [];
  #count = 0;

  constructor(db: WriteConnection) {
    this.#db = db;
  }

  /** Id of one word; null for none. */
  idOf(field: TermField, name: string | null): number | null {
    if (name === null || name === '') return null;
    const code = termFields[field];
    const known = this.#known[code]?.get(name);
    if (known !== undefined) return known;
    const id =
      this.#db.value<number>('SELECT id FROM term WHERE field = ? AND name = ?', code, name) ??
      this.#db.insert('INSERT INTO term(field, name, key) VALUES (?, ?, ?)', code, name, name.toLowerCase());
    this.#remember(code, name, id);
    return id;
  }

  /** Ids of several words in their order, each once. */
  idsOf(field: TermField, names: readonly string[]): readonly number[] {
    const ids: number[] = [];
    // A set is made only for what is long enough to need one.
    const seen = names.length > fewNames ? new Set<number>() : undefined;
    for (const name of names) {
      const id = this.idOf(field, name);
      if (id === null || (seen?.has(id) ?? ids.includes(id))) continue;
      seen?.add(id);
      ids.push(id);
    }
    return ids;
  }

  /** After a rollback, or when another process wrote: ids may not be what they were. */
  forget(): void {
    this.#known = [];
    this.#count = 0;
  }

  #remember(code: number, name: string, id: number): void {
    if (this.#count >= memoryLimit) this.forget();
    const ofField = this.#known[code] ?? new Map<string, number>();
    ofField.set(name, id);
    this.#known[code] = ofField;
    this.#count += 1;
  }
}
