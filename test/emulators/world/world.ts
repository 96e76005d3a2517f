import { defaultNow } from '../kit/clock.ts';
import type { EmulatorOptions } from '../kit/emulator.ts';
import { buildIndicator } from './indicator.ts';
import { typeOf, vendorMaskOf } from './membership.ts';
import { lastSeenOf } from './times.ts';
import { type WorldIndicator, type WorldType, type WorldVendor, worldVendors } from './types.ts';

/**
 * All indicators there are. Nothing is stored: indicator i is computed from (seed, i), so a world of any size costs
 * nothing until it is read. Indices from `size` on exist too; vendors take them for records that appear later.
 */
export interface World {
  readonly seed: number;
  readonly size: number;
  /** Epoch ms; all time stamps lie before it. */
  readonly now: number;
  /** The whole indicator, about 5 µs. */
  indicatorAt(index: number): WorldIndicator;
  /** Only its type; much cheaper than the whole. */
  typeAt(index: number): WorldType;
  /** Only its last-seen time (epoch ms). */
  lastSeenAt(index: number): number;
  /** Whether the vendor has it. */
  isHeldBy(index: number, vendor: WorldVendor): boolean;
  /** Ascending indices below `size` that the vendor has; computed once. */
  indicesOf(vendor: WorldVendor): Uint32Array;
  /** The first index after the given one that the vendor has; for records that appear later, start with `size - 1`. */
  nextHeldBy(vendor: WorldVendor, after: number): number;
}

/** What makes a world. */
export type WorldOptions = Pick<EmulatorOptions, 'seed' | 'size' | 'now'>;

/** Makes a world; defaults: seed 1, 2,000 indicators, 2026-11-20T12:00:00Z. */
export function createWorld(options: WorldOptions = {}): World {
  const { seed = 1, size = 2000, now = defaultNow } = options;
  const held = new Map<WorldVendor, Uint32Array>();
  const isHeldBy = (index: number, vendor: WorldVendor) =>
    (vendorMaskOf(seed, index) & (1 << worldVendors.indexOf(vendor))) !== 0;
  return {
    seed,
    size,
    now,
    indicatorAt: (index) => buildIndicator({ seed, now, index }),
    typeAt: (index) => typeOf(seed, index),
    lastSeenAt: (index) => lastSeenOf({ seed, now, index }),
    isHeldBy,
    indicesOf: (vendor) => {
      const known = held.get(vendor);
      if (known !== undefined) return known;
      const indices = Uint32Array.from({ length: size }, (_, index) => index).filter((index) =>
        isHeldBy(index, vendor),
      );
      held.set(vendor, indices);
      return indices;
    },
    nextHeldBy: (vendor, after) => {
      let index = after + 1;
      while (!isHeldBy(index, vendor)) index += 1;
      return index;
    },
  };
}

/** The world an emulator works on: the given one, or its own. */
export function worldFrom(options: EmulatorOptions): World {
  return options.world ?? createWorld(options);
}
