import { type Bits, clearBit, fullBits, hasBit } from './bits.ts';
import { narrowToValues } from './narrow-columns.ts';
import { flagMasks, type Segment } from './segment.ts';
import type { Tools } from './tools.ts';

/** Bits of a {@link Places} entry that hold the row. */
const rowBits = 27;
const nowhere = 0xffffffff;
/** How many segments there can be at a time. */
export const slotCount = 31;

/** Where each indicator is: its segment's slot and its row. */
export class Places {
  #places = new Uint32Array(1_024).fill(nowhere);

  /** @returns undefined for an indicator that is not held. */
  find(id: number): { readonly slot: number; readonly row: number } | undefined {
    const place = this.#places[id] ?? nowhere;
    return place === nowhere ? undefined : { slot: place >>> rowBits, row: place & (2 ** rowBits - 1) };
  }

  /** Its row, if it is in the segment of that slot. */
  rowIn(slot: number, id: number): number | undefined {
    const place = this.#places[id] ?? nowhere;
    return place !== nowhere && place >>> rowBits === slot ? place & (2 ** rowBits - 1) : undefined;
  }

  put(id: number, slot: number, row: number): void {
    if (id >= this.#places.length) this.#resize(Math.max(id + 1, Math.ceil(this.#places.length * 1.25)));
    this.#places[id] = ((slot << rowBits) | row) >>> 0;
  }

  /** Makes room for ids up to this one, and not much more. */
  reserve(highest: number): void {
    if (highest >= this.#places.length) this.#resize(highest + 1 + (highest >>> 6));
  }

  forget(id: number): void {
    if (id < this.#places.length) this.#places[id] = nowhere;
  }

  get byteLength(): number {
    return this.#places.byteLength;
  }

  #resize(length: number): void {
    const places = new Uint32Array(length).fill(nowhere);
    places.set(this.#places);
    this.#places = places;
  }
}

/** A segment in use: some of its rows may have been replaced by newer ones elsewhere. */
export class LiveSegment {
  readonly segment: Segment;
  readonly slot: number;
  /** Rows that are still true. */
  readonly alive: Bits;
  /** Those of them that are not derived, which questions mostly ask for. */
  readonly shown: Bits;
  #count: number;

  constructor(segment: Segment, { slot, tools }: { readonly slot: number; readonly tools: Tools }) {
    this.segment = segment;
    this.slot = slot;
    this.alive = fullBits(segment.size);
    this.shown = fullBits(segment.size);
    narrowToValues(segment.columns.flags, (flags) => (flags & flagMasks.derived) === 0, { rows: this.shown, tools });
    this.#count = segment.size;
  }

  /** Rows that are still true. */
  get count(): number {
    return this.#count;
  }

  kill(row: number): void {
    if (!hasBit(this.alive, row)) return;
    clearBit(this.alive, row);
    clearBit(this.shown, row);
    this.#count -= 1;
  }

  /** Tells a place map where its rows are; those that are not true in their old segments die. */
  settle(places: Places, isTrue: (row: number) => boolean): void {
    const { ids } = this.segment;
    places.reserve(ids.reduce((highest, id) => Math.max(highest, id), 0));
    for (let row = 0; row < ids.length; row += 1) {
      if (isTrue(row)) places.put(ids[row] ?? 0, this.slot, row);
      else this.kill(row);
    }
  }
}
