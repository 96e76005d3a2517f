import type { ReadConnection } from '../connection.ts';

/** Which words of open sets are the same without case. Words are never changed or removed, so it only grows. */
export class Vocabulary {
  /** By id of the word. */
  #fields = new Uint8Array(256);
  #groups = new Uint32Array(256);
  /** Of the first of several words only. */
  readonly #names: string[] = [];
  #lastId = 0;

  /** Reads words that were added since. */
  update(db: ReadConnection): void {
    const newest = db.value<number | null>('SELECT max(id) FROM term') ?? 0;
    if (newest <= this.#lastId) return;
    this.#reserve(newest + 1);
    const rows = db.rows<readonly [id: number, field: number, name: string, group: number]>(
      `SELECT t.id, t.field, t.name, (SELECT min(id) FROM term WHERE field = t.field AND key = t.key)
       FROM term t WHERE t.id > ?`,
      this.#lastId,
    );
    for (const [id, field, name, group] of rows) {
      this.#fields[id] = field;
      this.#groups[id] = group;
      this.#names[id] = id === group ? name : '';
    }
    this.#lastId = newest;
  }

  /** Ids are below this. */
  get size(): number {
    return this.#lastId + 1;
  }

  /** The first word that is the same without case, which stands for all of them. */
  groupOf(id: number): number {
    return this.#groups[id] ?? 0;
  }

  /** Of the word that stands for its group. */
  nameOf(group: number): string {
    return this.#names[group] ?? '';
  }

  fieldOf(id: number): number {
    return this.#fields[id] ?? 0;
  }

  #reserve(size: number): void {
    if (size <= this.#fields.length) return;
    const fields = new Uint8Array(Math.ceil(size * 1.5));
    fields.set(this.#fields);
    this.#fields = fields;
    const groups = new Uint32Array(fields.length);
    groups.set(this.#groups);
    this.#groups = groups;
  }
}
