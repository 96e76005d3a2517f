import { performance } from 'node:perf_hooks';
import type { EmulatorClock } from '../kit/clock.ts';
import { type Draw, drawBelow, drawChance, permute } from '../world/random.ts';
import type { World } from '../world/world.ts';
import type { VtAttributes } from './attributes.ts';
import { buildContext, type NotificationContext, originOf } from './context.ts';
import { entityAt, entityTypeOf, keysOf, type VtEntity } from './entity.ts';
import type { FilterTarget } from './filter.ts';

/** How the stream forgets. */
export interface StoreOptions {
  readonly world: World;
  readonly clock: EmulatorClock;
  /** Days after which notifications vanish. */
  readonly retentionDays: number;
  /** How long a deletion by filter takes, real milliseconds. */
  readonly deletionMs: number;
}

/** A deletion that has been accepted and is still running. */
interface Deletion {
  readonly positions: readonly number[];
  readonly endsAt: number;
}

const DAY_SECONDS = 86_400;
const FIRST_ID = 20_000_000_000;

/**
 * The notifications of the account, in order of arrival, as columns: date, id and which object. All else is computed
 * when asked for.
 */
export class NotificationStore {
  readonly world: World;
  readonly #options: StoreOptions;
  readonly #dates: number[] = [];
  readonly #ids: number[] = [];
  readonly #objects: number[] = [];
  readonly #occurrences: number[] = [];
  readonly #removed = new Set<number>();
  readonly #patches = new Map<string, VtAttributes>();
  readonly #objectIndices = new Set<number>();
  #positionById: Map<number, number> | undefined;
  #objectByKey: Map<string, number> | undefined;
  #deletion: Deletion | undefined;
  #lastIndex: number;
  #revision = 0;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.world = options.world;
    this.#lastIndex = options.world.size - 1;
    for (const index of this.world.indicesOf('virustotal')) this.#addHistory(index);
  }

  /** Grows with every change; equal revisions and times mean equal contents. */
  get revision(): number {
    return this.#revision;
  }

  /** Unix seconds. */
  get now(): number {
    return Math.floor(this.#options.clock.now() / 1000);
  }

  /** Positions of all notifications that are still there. */
  *positions(): IterableIterator<number> {
    const oldest = this.#oldestDate();
    for (let position = 0; position < this.#ids.length; position += 1) {
      if (this.date(position) >= oldest && !this.#removed.has(position)) yield position;
    }
  }

  date(position: number): number {
    return this.#dates[position] ?? 0;
  }

  id(position: number): number {
    return this.#ids[position] ?? 0;
  }

  entity(position: number): VtEntity {
    return entityAt(this.world, this.#objects[position] ?? 0);
  }

  context(position: number, entity: VtEntity): NotificationContext {
    return buildContext(entity.indicator, entity.type, this.#draw(position));
  }

  /** A view of one notification for filters; builds only what is looked at. */
  target(position: number): FilterTarget {
    let entity: VtEntity | undefined;
    const getEntity = () => {
      entity ??= this.entity(position);
      return entity;
    };
    return {
      date: () => this.date(position),
      origin: () => originOf(this.#draw(position)),
      entityType: () => entityTypeOf(this.world.typeAt(this.#objects[position] ?? 0)),
      entityIds: () => [getEntity().id, getEntity().indicator.value],
      sources: () => this.context(position, getEntity()).sources,
      tags: () => this.context(position, getEntity()).tags,
    };
  }

  /** The position of a notification that is still there. */
  find(id: string): number | undefined {
    this.#positionById ??= new Map(this.#ids.map((known, position) => [known, position]));
    const position = /^\d{1,15}$/.test(id) ? this.#positionById.get(Number(id)) : undefined;
    if (position === undefined || this.#removed.has(position)) return undefined;
    return this.date(position) >= this.#oldestDate() ? position : undefined;
  }

  /** The object with this id or hash. Objects stay when their notifications are gone. */
  findEntity(key: string): VtEntity | undefined {
    this.#objectByKey ??= this.#indexObjects();
    const index = this.#objectByKey.get(key);
    return index === undefined ? undefined : entityAt(this.world, index);
  }

  /** Notifications about further objects of the world, dated now unless told otherwise (Unix seconds). */
  add(count: number, date: number = this.now): readonly string[] {
    return Array.from({ length: count }, () => {
      this.#lastIndex = this.world.nextHeldBy('virustotal', this.#lastIndex);
      return this.#append(this.#lastIndex, 0, date);
    });
  }

  /** Another notification about an object that is known already. @throws RangeError for an unknown object. */
  repeat(key: string, date: number = this.now): string {
    this.#objectByKey ??= this.#indexObjects();
    const index = this.#objectByKey.get(key);
    if (index === undefined) throw new RangeError(`no object has the id ${key}`);
    return this.#append(index, this.#ids.length, date);
  }

  /** Attributes that a later analysis has changed. */
  patch(entityId: string): VtAttributes | undefined {
    return this.#patches.get(entityId);
  }

  /** Replaces attributes of an object. @throws RangeError for an unknown object. */
  change(key: string, attributes: VtAttributes): void {
    const entity = this.findEntity(key);
    if (entity === undefined) throw new RangeError(`no object has the id ${key}`);
    this.#patches.set(entity.id, { ...this.#patches.get(entity.id), ...attributes });
    this.#revision += 1;
  }

  remove(position: number): void {
    this.#removed.add(position);
    this.#revision += 1;
  }

  /** Whether a deletion by filter is still running; ends it when its time has come. */
  isDeleting(): boolean {
    if (this.#deletion !== undefined && performance.now() >= this.#deletion.endsAt) this.finishDeletion();
    return this.#deletion !== undefined;
  }

  /** Begins to delete what is there now; until it has ended everything can still be read. */
  beginDeletion(positions: readonly number[]): void {
    this.#deletion = { positions, endsAt: performance.now() + this.#options.deletionMs };
  }

  /** Ends a running deletion at once. */
  finishDeletion(): void {
    for (const position of this.#deletion?.positions ?? []) this.#removed.add(position);
    this.#deletion = undefined;
    this.#revision += 1;
  }

  #draw(position: number): Draw {
    // Occurrences of one object differ in why they are there.
    const occurrence = this.#occurrences[position] ?? 0;
    return { seed: this.world.seed + occurrence * 7919, index: this.#objects[position] ?? 0 };
  }

  // Three quarters of the objects have one notification, the others up to three; the latest is when the world saw it last.
  #addHistory(index: number): void {
    const { seed, now } = this.world;
    const draw: Draw = { seed, index };
    const last = this.world.lastSeenAt(index) / 1000;
    const more = drawChance(draw, 600, 0.25) ? 1 + drawBelow(draw, 601, 2) : 0;
    const oldest = Math.floor(now / 1000) - 30 * DAY_SECONDS + 600;
    for (let n = 0; n <= more; n += 1) {
      const earlier = n === 0 ? 0 : drawBelow(draw, 602 + n, Math.max(1, last - oldest));
      this.#append(index, n, last - earlier);
    }
  }

  #append(index: number, occurrence: number, date: number): string {
    const position = this.#ids.length;
    const id = FIRST_ID + permute(this.world.seed, position, 32);
    this.#dates.push(date);
    this.#ids.push(id);
    this.#objects.push(index);
    this.#occurrences.push(occurrence);
    this.#objectIndices.add(index);
    this.#positionById?.set(id, position);
    if (this.#objectByKey !== undefined) this.#indexObject(this.#objectByKey, index);
    this.#revision += 1;
    return String(id);
  }

  #oldestDate(): number {
    return this.now - this.#options.retentionDays * DAY_SECONDS;
  }

  #indexObjects(): Map<string, number> {
    const map = new Map<string, number>();
    for (const index of this.#objectIndices) this.#indexObject(map, index);
    return map;
  }

  #indexObject(map: Map<string, number>, index: number): void {
    for (const key of keysOf(entityAt(this.world, index))) map.set(key, index);
  }
}
