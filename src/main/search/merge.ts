import { listBits } from './bits.ts';
import { gather, type Selection } from './gather.ts';
import type { LiveSegment } from './live-segment.ts';
import { type CompareRows, compareRows, defaultOrder } from './order.ts';
import type { Segment } from './segment.ts';

/** Rows between two pauses. */
const pieceSize = 20_000;

/** A new segment and where each of its rows came from. */
export interface Merged {
  readonly segment: Segment;
  readonly selection: Selection;
}

/** Makes one segment of several, in steps of a few milliseconds; takes the rows that are true when it begins. */
export function* merge(inputs: readonly LiveSegment[]): Generator<void, Merged> {
  const selection = yield* mergeOrders(inputs);
  const segment = yield* gather(selection);
  return { segment, selection };
}

/** One input of the merge and how far it is. */
interface Source {
  readonly index: number;
  readonly rows: Uint32Array<ArrayBuffer>;
  at: number;
}

function* mergeOrders(inputs: readonly LiveSegment[]): Generator<void, Selection> {
  const segments = inputs.map(({ segment }) => segment);
  const sources = inputs.map(({ alive }, index): Source => ({ index, rows: listBits(alive), at: 0 }));
  yield;
  const compares = segments.map((a) => segments.map((b) => compareRows(a, b, defaultOrder)));
  const heap = new SourceHeap(compares);
  for (const source of sources) if (source.rows.length > 0) heap.push(source);
  const size = sources.reduce((sum, { rows }) => sum + rows.length, 0);
  const from = new Uint8Array(size);
  const rows = new Uint32Array(size);
  for (let to = 0; to < size; to += 1) {
    const source = heap.first;
    from[to] = source.index;
    rows[to] = source.rows[source.at] ?? 0;
    source.at += 1;
    heap.settleFirst();
    if (to % pieceSize === 0) yield;
  }
  return { segments, from, rows };
}

/** Binary heap of sources: the one whose next row comes first is on top. */
class SourceHeap {
  readonly #compares: readonly (readonly CompareRows[])[];
  readonly #heap: Source[] = [];

  constructor(compares: readonly (readonly CompareRows[])[]) {
    this.#compares = compares;
  }

  get first(): Source {
    const [first] = this.#heap;
    if (first === undefined) throw new RangeError('Nothing is left to merge.');
    return first;
  }

  push(source: Source): void {
    this.#heap.push(source);
    for (let at = this.#heap.length - 1; at > 0; ) {
      const parent = (at - 1) >>> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** The first has moved on. */
  settleFirst(): void {
    const { first } = this;
    if (first.at >= first.rows.length) {
      const last = this.#heap.pop();
      if (this.#heap.length === 0 || last === undefined) return;
      this.#heap[0] = last;
    }
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const child = left + 1 < this.#heap.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return false;
    const compare = this.#compares[one.index]?.[other.index];
    return (compare?.(one.rows[one.at] ?? 0, other.rows[other.at] ?? 0) ?? 0) < 0;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
