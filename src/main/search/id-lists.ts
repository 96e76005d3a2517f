import { Offsets } from './offsets.ts';

type Numbers = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A set of ids per row (tags, streams, ...); equal sets are kept once. */
export interface IdLists {
  /** Which set each row has. */
  readonly of: Numbers;
  /** Where the items of each set begin, and where the last one's end. */
  readonly offsets: Offsets;
  /** Places in `names`. */
  readonly items: Numbers;
  /** The ids that occur. */
  readonly names: Uint32Array<ArrayBuffer>;
}

export function byteLengthOf({ of, offsets, items, names }: IdLists): number {
  return of.byteLength + offsets.byteLength + items.byteLength + names.byteLength;
}

/** Collects sets of ids and finds equal ones. */
export class IdListsBuilder {
  readonly #of: Uint32Array<ArrayBuffer>;
  readonly #places = new Map<number, number>();
  #items = new Uint32Array(1_024);
  #offsets = new Uint32Array(256);
  #lists = 0;
  #table = new Int32Array(512).fill(-1);
  #rows = 0;

  constructor(rows: number) {
    this.#of = new Uint32Array(rows);
  }

  /** Number of a set, the same for equal ones. @param ids rising. */
  intern(ids: Iterable<number>): number {
    const start = this.#offsets[this.#lists] ?? 0;
    let end = start;
    let hash = 0x811c9dc5;
    for (const id of ids) {
      if (end >= this.#items.length) this.#items = doubled(this.#items);
      const place = this.#placeOf(id);
      this.#items[end] = place;
      hash = Math.imul(hash ^ place, 0x01000193);
      hash ^= hash >>> 15;
      end += 1;
    }
    return this.#find(hash, end);
  }

  /** The next row has the set of this number. */
  add(list: number): void {
    this.#of[this.#rows] = list;
    this.#rows += 1;
  }

  finish(): IdLists {
    const itemCount = this.#offsets[this.#lists] ?? 0;
    return {
      of: narrow(this.#of, this.#lists),
      offsets: Offsets.of(this.#offsets.subarray(0, this.#lists + 1)),
      items: narrow(this.#items.subarray(0, itemCount), this.#places.size),
      names: Uint32Array.from(this.#places.keys()),
    };
  }

  #placeOf(id: number): number {
    const known = this.#places.get(id);
    if (known !== undefined) return known;
    this.#places.set(id, this.#places.size);
    return this.#places.size - 1;
  }

  /** The set that was just written behind the last one: kept, or found to be there already. */
  #find(hash: number, end: number): number {
    const mask = this.#table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const list = this.#table[slot] ?? -1;
      if (list >= 0) {
        if (this.#isEqual(list, end)) return list;
        continue;
      }
      this.#table[slot] = this.#lists;
      this.#lists += 1;
      if (this.#lists >= this.#offsets.length) this.#offsets = doubled(this.#offsets);
      this.#offsets[this.#lists] = end;
      if (this.#lists * 2 > this.#table.length) this.#rehash();
      return this.#lists - 1;
    }
  }

  #isEqual(list: number, end: number): boolean {
    const start = this.#offsets[this.#lists] ?? 0;
    const from = this.#offsets[list] ?? 0;
    if ((this.#offsets[list + 1] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (this.#items[at] !== this.#items[from + at - start]) return false;
    return true;
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    for (let list = 0; list < this.#lists; list += 1) {
      let hash = 0x811c9dc5;
      const end = this.#offsets[list + 1] ?? 0;
      for (let at = this.#offsets[list] ?? 0; at < end; at += 1) {
        hash = Math.imul(hash ^ (this.#items[at] ?? 0), 0x01000193);
        hash ^= hash >>> 15;
      }
      let slot = hash & mask;
      while ((table[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      table[slot] = list;
    }
    this.#table = table;
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** A copy in the smallest type that holds numbers below `count`. */
function narrow(array: Uint32Array<ArrayBuffer>, count: number): Numbers {
  if (count <= 0x100) return Uint8Array.from(array);
  return count <= 0x10000 ? Uint16Array.from(array) : array.slice();
}
