import type { EmulatorClock } from '../kit/clock.ts';
import type { FieldReader } from './fields.ts';
import { idToPosition, positionToId, rankOf } from './ids.ts';
import { formatInstant, NS_PER_MS, parseInstant } from './instants.ts';
import { type IocRecord, readField } from './record.ts';

/** The records that the emulator starts with: made on demand, so only what sorting needs is kept for each. */
export interface BaseRecords {
  readonly count: number;
  /** Everything but the id, which the store gives by position. */
  record(position: number): Omit<IocRecord, 'id'>;
  /** Only the value, cheaper than the whole record. */
  value(position: number): string;
  /** Nanoseconds since 1970. */
  createdOn(position: number): bigint;
  /** Nanoseconds since 1970. */
  modifiedOn(position: number): bigint;
  isDeleted(position: number): boolean;
}

/** Members of a record that a change may set: not what it is; a member that is `undefined` is removed. */
export type IocChange = {
  readonly [Name in keyof Omit<IocRecord, 'id' | 'type' | 'value'>]?: IocRecord[Name] | undefined;
};

/**
 * The custom IOCs of the emulated tenant: the generated ones, what was changed of them, and what was added.
 *
 * Each write is stamped with the vendor's present, at least a millisecond after the write before, so the same calls
 * always give the same records and no two of them share an instant.
 */
export class IocStore {
  readonly seed: number;
  readonly #base: BaseRecords;
  readonly #changed = new Map<number, IocRecord>();
  readonly #added: IocRecord[] = [];
  #positionsByValue: Map<string, number[]> | undefined;
  readonly #clock: EmulatorClock;
  #lastWriteNs = 0n;
  #revision = 0;

  constructor(base: BaseRecords, options: { readonly seed: number; readonly clock: EmulatorClock }) {
    this.#base = base;
    this.seed = options.seed;
    this.#clock = options.clock;
  }

  /** Records ever held, deleted ones included; positions run from 0 to here. */
  get count(): number {
    return this.#base.count + this.#added.length;
  }

  /** Grows with every write; equal revisions mean equal contents. */
  get revision(): number {
    return this.#revision;
  }

  /** The tenant's present, nanoseconds since 1970. */
  get now(): bigint {
    const clockNs = BigInt(this.#clock.now()) * NS_PER_MS;
    return clockNs > this.#lastWriteNs ? clockNs : this.#lastWriteNs;
  }

  record(position: number): IocRecord {
    const stored = this.#changed.get(position) ?? this.#added[position - this.#base.count];
    return stored ?? { id: positionToId(this.seed, position), ...this.#base.record(position) };
  }

  rank(position: number): number {
    return rankOf(this.seed, position);
  }

  /** A reader over one record that builds it only when a property needs it. */
  reader(position: number): FieldReader {
    const isGenerated = position < this.#base.count && !this.#changed.has(position);
    let built: IocRecord | undefined;
    return (property) => {
      if (isGenerated && property === 'modified_on') return this.#base.modifiedOn(position);
      if (isGenerated && property === 'created_on') return this.#base.createdOn(position);
      if (isGenerated && property === 'deleted') return this.#base.isDeleted(position);
      built ??= this.record(position);
      return readField(built, property);
    };
  }

  /** The position behind an id, deleted records included. */
  find(id: string): number | undefined {
    const position = idToPosition(this.seed, id);
    return position !== undefined && position < this.count ? position : undefined;
  }

  /** Positions of all records with this value, of any type, deleted or not. */
  findByValue(value: string): readonly number[] {
    this.#positionsByValue ??= this.#indexValues();
    return this.#positionsByValue.get(value) ?? [];
  }

  /** Adds a record made now by `by`. */
  add(
    record: Omit<IocRecord, 'id' | 'created_on' | 'created_by' | 'modified_on' | 'modified_by'>,
    by: string,
  ): IocRecord {
    const position = this.count;
    const at = formatInstant(this.#tick());
    const stamps = { created_on: at, created_by: by, modified_on: at, modified_by: by };
    const added: IocRecord = { id: positionToId(this.seed, position), ...record, ...stamps };
    this.#added.push(added);
    if (this.#positionsByValue !== undefined) addTo(this.#positionsByValue, added.value, position);
    return added;
  }

  /** Changes a record and stamps it as modified now by `by`. */
  change(position: number, change: IocChange, by: string): IocRecord {
    const stamps = { modified_on: formatInstant(this.#tick()), modified_by: by };
    const merged = { ...this.record(position), ...change, ...stamps };
    const entries = Object.entries(merged).filter(([, value]) => value !== undefined);
    // Dropping the undefined members of a record leaves a record: only optional members may be undefined in a change.
    const next = settleExpiry(Object.fromEntries(entries) as unknown as IocRecord, this.now);
    if (position < this.#base.count) this.#changed.set(position, next);
    else this.#added[position - this.#base.count] = next;
    return next;
  }

  #tick(): bigint {
    this.#revision += 1;
    // The odd fraction keeps the nine digits that real answers show.
    this.#lastWriteNs = (this.now / NS_PER_MS + 1n) * NS_PER_MS + BigInt(135_701 + (this.#revision % 8) * 100);
    return this.#lastWriteNs;
  }

  #indexValues(): Map<string, number[]> {
    const index = new Map<string, number[]>();
    for (let position = 0; position < this.count; position += 1) {
      // No change ever touches a value.
      const isGenerated = position < this.#base.count;
      addTo(index, isGenerated ? this.#base.value(position) : this.record(position).value, position);
    }
    return index;
  }
}

/** An indicator past its expiration is marked expired and does nothing any more; the record stays. */
export function settleExpiry(record: IocRecord, now: bigint): IocRecord {
  const end = record.expiration === undefined ? undefined : parseInstant(record.expiration);
  const expired = end !== undefined && end <= now;
  return expired ? { ...record, expired, action: 'no_action' } : { ...record, expired };
}

function addTo(index: Map<string, number[]>, value: string, position: number): void {
  const positions = index.get(value);
  if (positions === undefined) index.set(value, [position]);
  else positions.push(position);
}
