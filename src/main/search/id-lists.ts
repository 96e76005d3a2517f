type Numbers = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A set of ids per row (tags, streams, ...). */
export interface IdLists {
  /** Which set each row has; undefined where each has its own, the n-th row the n-th. */
  readonly of: Numbers | undefined;
  /** Where the items of each set begin, and where the last one's end. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Places in `names`. */
  readonly items: Numbers;
  /** The ids that occur. */
  readonly names: Uint32Array<ArrayBuffer>;
}

/** How many sets there are. */
export function setCountOf({ offsets }: IdLists): number {
  return offsets.length - 1;
}

export function byteLengthOf({ of, offsets, items, names }: IdLists): number {
  return (of?.byteLength ?? 0) + offsets.byteLength + items.byteLength + names.byteLength;
}

/** Rows between two pauses. */
const pieceSize = 50_000;

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

  /** In steps of a few milliseconds each. Equal sets are kept once where rows share them; where most do not, finding out which would cost more than it saves. */
  *finish(): Generator<void, IdLists> {
    const names = Uint32Array.from(this.#places.keys());
    if (this.#lists * 2 > this.#rows) return { ...(yield* this.#finishOwn()), names };
    const itemCount = this.#offsets[this.#lists] ?? 0;
    return {
      of: narrow(this.#of, this.#lists),
      offsets: this.#offsets.slice(0, this.#lists + 1),
      items: narrow(this.#items.subarray(0, itemCount), this.#places.size),
      names,
    };
  }

  *#finishOwn(): Generator<void, Omit<IdLists, 'names'>> {
    const offsets = new Uint32Array(this.#rows + 1);
    for (let row = 0; row < this.#rows; row += 1) {
      const list = this.#of[row] ?? 0;
      offsets[row + 1] = (offsets[row] ?? 0) + (this.#offsets[list + 1] ?? 0) - (this.#offsets[list] ?? 0);
    }
    yield;
    const items = makeNumbers(offsets[this.#rows] ?? 0, this.#places.size);
    for (let row = 0; row < this.#rows; row += 1) {
      const from = this.#offsets[this.#of[row] ?? 0] ?? 0;
      const start = offsets[row] ?? 0;
      const end = offsets[row + 1] ?? 0;
      for (let to = start; to < end; to += 1) items[to] = this.#items[from + to - start] ?? 0;
      if (row % pieceSize === 0) yield;
    }
    return { of: undefined, offsets, items };
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
  const numbers = makeNumbers(array.length, count);
  numbers.set(array);
  return numbers;
}

function makeNumbers(length: number, count: number): Numbers {
  if (count <= 0x100) return new Uint8Array(length);
  return count <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}
