import type { EmulatorClock } from '../kit/clock.ts';
import { drawChance, drawUuid } from '../world/random.ts';
import type { World } from '../world/world.ts';
import {
  buildDetail,
  buildRecord,
  type DatadogDetail,
  type DatadogRecord,
  type DatadogTriageState,
  hasTimes,
  secondsText,
} from './record.ts';
import {
  type DatadogTriage,
  type DatadogTriageEvent,
  datadogUsers,
  initialTriage,
  microsecondsText,
} from './triage.ts';

const explorerWindowMs = 30 * 86_400_000;

/** What the explorer holds: world indices plus what was changed since; records are built when they are read. */
export class DatadogStore {
  readonly #world: World;
  readonly #clock: EmulatorClock;
  readonly #live: Set<number>;
  readonly #patches = new Map<number, Partial<DatadogRecord>>();
  readonly #triage = new Map<string, DatadogTriage>();
  #byIndicator: Map<string, number> | undefined;
  #lastIndex: number;
  #writes = 0;
  #version = 0;

  constructor(world: World, clock: EmulatorClock) {
    this.#world = world;
    this.#clock = clock;
    this.#live = new Set(world.indicesOf('datadog'));
    this.#lastIndex = world.size - 1;
  }

  /** Changes whenever an answer could change. */
  get version(): string {
    return `${this.#version}@${this.#clock.now()}`;
  }

  /** Indices of all records inside the explorer's 30 days, in no particular order. */
  indices(): number[] {
    const oldest = this.#clock.now() - explorerWindowMs;
    return [...this.#live].filter((index) => (this.lastSeenMs(index) ?? oldest) >= oldest);
  }

  /** Epoch ms, undefined for records without times; does not build the record. */
  lastSeenMs(index: number): number | undefined {
    const patched = this.#patches.get(index)?.last_seen;
    if (patched !== undefined) return Date.parse(patched);
    return hasTimes(this.#world.seed, index) ? this.#world.lastSeenAt(index) : undefined;
  }

  /** Whether the value occurred in mapped fields (`ocsf`) and in messages. */
  matchKinds(index: number): { readonly ocsf: boolean; readonly message: boolean } {
    const draw = { seed: this.#world.seed, index };
    const ocsf = drawChance(draw, 151, 0.8);
    return { ocsf, message: !ocsf || drawChance(draw, 152, 0.4) };
  }

  /** The record as the list shows it. */
  recordAt(index: number): DatadogRecord {
    const base = buildRecord(this.#world.seed, this.#world.indicatorAt(index));
    const record = { ...base, ...this.#patches.get(index) };
    const newest = this.triageOf(index, record.indicator)?.events[0];
    if (newest !== undefined) return { ...record, ...newest };
    // A few records look as they did before triage existed: without the member.
    const isOldStyle = drawChance({ seed: this.#world.seed, index }, 153, 0.03);
    return isOldStyle ? record : { ...record, triage_state: 'not_reviewed' };
  }

  /** What only the single read shows. */
  detailAt(index: number): DatadogDetail {
    return buildDetail(this.#world.seed, this.#world.indicatorAt(index), this.recordAt(index));
  }

  /** Index of an indicator by its exact text; undefined when not held. */
  find(indicator: string): number | undefined {
    this.#byIndicator ??= new Map([...this.#live].map((index) => [this.#world.indicatorAt(index).value, index]));
    const index = this.#byIndicator.get(indicator);
    return index !== undefined && this.#live.has(index) ? index : undefined;
  }

  /** Recorded triage of one indicator. */
  triageOf(index: number | undefined, indicator: string): DatadogTriage | undefined {
    const written = this.#triage.get(indicator);
    if (written !== undefined || index === undefined || index >= this.#world.size) return written;
    return initialTriage({ seed: this.#world.seed, index }, this.#world.now);
  }

  /** Appends a triage event, made by the given user (default: the keys' owner). @returns the record after it. */
  triage(indicator: string, state: DatadogTriageState, by: string = datadogUsers[0].id): DatadogTriage {
    this.#writes += 1;
    const at = microsecondsText(this.#clock.now(), this.#writes);
    const event: DatadogTriageEvent = { triage_state: state, triaged_at: at, triaged_by: by };
    const before = this.triageOf(this.find(indicator), indicator);
    const after: DatadogTriage = {
      id: before?.id ?? drawUuid({ seed: this.#world.seed, index: this.#writes }, 154),
      createdAt: before?.createdAt ?? at,
      events: [event, ...(before?.events ?? [])],
    };
    this.#triage.set(indicator, after);
    this.#version += 1;
    return after;
  }

  /** New records, last seen at the given time (default: now). @returns their indicators. */
  add(count: number, lastSeenMs = this.#clock.now()): readonly string[] {
    return Array.from({ length: count }, () => {
      const index = this.#world.nextHeldBy('datadog', this.#lastIndex);
      this.#lastIndex = index;
      const indicator = this.#world.indicatorAt(index).value;
      this.#patches.set(index, { first_seen: secondsText(lastSeenMs), last_seen: secondsText(lastSeenMs) });
      this.#live.add(index);
      this.#byIndicator?.set(indicator, index);
      this.#version += 1;
      return indicator;
    });
  }

  /** Overwrites members of one record; `last_seen` stays unless given. @throws RangeError when it is not held. */
  change(indicator: string, patch: Partial<DatadogRecord>): void {
    const index = this.#required(indicator);
    this.#patches.set(index, { ...this.#patches.get(index), ...patch });
    this.#version += 1;
  }

  /** Takes one record away. @throws RangeError when it is not held. */
  remove(indicator: string): void {
    this.#live.delete(this.#required(indicator));
    this.#version += 1;
  }

  #required(indicator: string): number {
    const index = this.find(indicator);
    if (index === undefined) throw new RangeError(`the explorer does not hold ${indicator}`);
    return index;
  }
}
