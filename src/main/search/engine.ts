import { BitIndex, type Bits, hasBit } from './bits.ts';
import type { EngineCondition } from './condition.ts';
import { LiveSegment, Places, slotCount } from './live-segment.ts';
import { type Merged, merge } from './merge.ts';
import { narrow } from './narrow.ts';
import { type EngineRow, type Segment, sizeOf } from './segment.ts';
import { buildSegment } from './stage.ts';
import { takeAll } from './steps.ts';
import { makeTools, type Tools } from './tools.ts';

/** What a condition finds in one segment. */
export interface FoundPart {
  readonly segment: Segment;
  readonly index: BitIndex;
}

/** What a condition finds, as of the moment it was asked. */
export interface Found {
  readonly parts: readonly FoundPart[];
  readonly count: number;
}

/** How to look. */
export interface FindOptions {
  readonly includeDerived: boolean;
  /** Called between the steps; what it throws ends the search. */
  readonly checkLimits?: () => void;
}

/** Up to here segments are merged at once: a few milliseconds, which a question may have to wait for. */
const quickMerge = 4_096;
/** More are merged at once, however long it takes: there is room for {@link slotCount} only. */
const mostSegments = 24;
/** A segment is merged with what came after it when that has grown to a quarter of it. */
const growth = 4;

interface Job {
  readonly inputs: readonly LiveSegment[];
  readonly steps: Generator<void, Merged>;
}

/**
 * Every indicator in memory, for searching. Rows are in a few segments: a large old one, and smaller ones with what changed
 * since; a changed indicator's older row dies. Small segments are merged at once, large ones bit by bit by {@link work}.
 */
export class SearchEngine {
  readonly #places = new Places();
  readonly #tools: Tools;
  /** Oldest first. */
  #segments: LiveSegment[] = [];
  #job: Job | undefined;

  constructor(tools: Tools = makeTools()) {
    this.#tools = tools;
  }

  /** How many indicators it holds. */
  get size(): number {
    return this.#segments.reduce((sum, { count }) => sum + count, 0);
  }

  /** Those in use at the moment. */
  get segments(): ReadonlySet<Segment> {
    return new Set(this.#segments.map(({ segment }) => segment));
  }

  /** Bytes of everything it holds. */
  get byteLength(): number {
    const segments = this.#segments.map(({ segment, alive }) => sizeOf(segment) + 2 * alive.byteLength);
    return segments.reduce((sum, bytes) => sum + bytes, this.#places.byteLength + this.#tools.pool.byteLength);
  }

  /** The one segment that holds everything; undefined while there are several or some of its rows are outdated. */
  get whole(): Segment | undefined {
    const [only, ...others] = this.#segments;
    return only !== undefined && others.length === 0 && only.count === only.segment.size ? only.segment : undefined;
  }

  /** Everything it holds at the moment: it can be adopted again later. */
  hold(): readonly { readonly segment: Segment; readonly alive: Bits }[] {
    return this.#segments.map(({ segment, alive }) => ({ segment, alive: alive.slice() }));
  }

  /** Takes over a segment of indicators that are not held yet. @param alive the rows that are true; all by default. */
  adopt(segment: Segment, alive?: Bits): void {
    if (segment.size === 0) return;
    const live = new LiveSegment(segment, { slot: this.#freeSlot(), tools: this.#tools });
    live.settle(this.#places, (row) => alive === undefined || hasBit(alive, row));
    this.#segments.push(live);
  }

  /** New indicators, and new versions of held ones. Each id once. */
  put(rows: readonly EngineRow[]): void {
    this.remove(rows.map(({ id }) => id));
    this.adopt(buildSegment(rows));
    this.#mergeSmall();
    if (this.#segments.length > mostSegments) this.mergeAll();
  }

  remove(ids: Iterable<number>): void {
    for (const id of ids) {
      const place = this.#places.find(id);
      if (place === undefined) continue;
      this.#segments.find(({ slot }) => slot === place.slot)?.kill(place.row);
      this.#places.forget(id);
    }
  }

  /** Everything that meets a condition. */
  find(condition: EngineCondition, { includeDerived, checkLimits }: FindOptions): Found {
    const parts = this.#segments.map(({ segment, slot, alive, shown }): FoundPart => {
      const rowOf = (id: number): number | undefined => this.#places.rowIn(slot, id);
      const rows = this.#tools.pool.copy(includeDerived ? alive : shown);
      narrow(condition, { segment, tools: this.#tools, rowOf, checkLimits }, rows);
      return { segment, index: new BitIndex(rows) };
    });
    return { parts, count: parts.reduce((sum, { index }) => sum + index.count, 0) };
  }

  /** Takes back what was found: nobody looks at it any more. */
  release({ parts }: Found): void {
    for (const { index } of parts) this.#tools.pool.give(index.bits);
  }

  /** Merges what is worth merging, for about so long. @returns whether there is more to do. */
  work(budgetMs: number): boolean {
    this.#job ??= this.#planJob();
    if (this.#job === undefined) return false;
    const untilMs = performance.now() + budgetMs;
    while (performance.now() < untilMs) {
      const step = this.#job.steps.next();
      if (step.done !== true) continue;
      this.#finish(this.#job.inputs, step.value);
      this.#job = undefined;
      // Large sets of other sizes are needed now.
      this.#tools.pool.clear();
      return this.#planJob() !== undefined;
    }
    return true;
  }

  /** Merges everything into one segment. */
  mergeAll(): void {
    while (this.#job !== undefined) this.work(Number.POSITIVE_INFINITY);
    if (this.whole === undefined && this.#segments.length > 0) this.#mergeNow(this.#segments);
  }

  #mergeSmall(): void {
    for (;;) {
      const [before, last] = this.#segments.slice(-2);
      if (before === undefined || last === undefined) return;
      if (this.#job?.inputs.some((input) => input === before || input === last) === true) return;
      if (before.count > growth * last.count || before.count + last.count > quickMerge) return;
      this.#mergeNow([before, last]);
    }
  }

  #planJob(): Job | undefined {
    let after = 0;
    let first = this.#segments.length;
    for (let at = this.#segments.length - 1; at >= 0; at -= 1) {
      const { count, segment } = this.#segments[at] ?? { count: 0, segment: { size: 0 } };
      const isWorn = segment.size - count > segment.size / growth;
      if (isWorn || (after > 0 && count <= growth * after)) first = at;
      after += count;
    }
    const inputs = this.#segments.slice(first);
    return inputs.length === 0 ? undefined : { inputs, steps: merge(inputs) };
  }

  #mergeNow(inputs: readonly LiveSegment[]): void {
    this.#finish(inputs, takeAll(merge(inputs)));
  }

  /** Puts a merged segment in the place of its inputs. Rows that died meanwhile stay dead. */
  #finish(inputs: readonly LiveSegment[], { segment, selection: { from, rows } }: Merged): void {
    const at = inputs[0] === undefined ? -1 : this.#segments.indexOf(inputs[0]);
    const merged = segment.size === 0 ? [] : [new LiveSegment(segment, { slot: this.#freeSlot(), tools: this.#tools })];
    for (const live of merged) {
      live.settle(this.#places, (row) => {
        const input = inputs[from[row] ?? 0];
        return input !== undefined && hasBit(input.alive, rows[row] ?? 0);
      });
    }
    this.#segments.splice(at, inputs.length, ...merged);
  }

  #freeSlot(): number {
    const used = new Set(this.#segments.map(({ slot }) => slot));
    for (let slot = 0; slot < slotCount; slot += 1) if (!used.has(slot)) return slot;
    throw new RangeError('There are too many segments.');
  }
}
