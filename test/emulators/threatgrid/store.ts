import type { EmulatorClock } from '../kit/clock.ts';
import { type Draw, drawBelow, drawChance, drawOne, unit } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { behavioursOf, feedOf, type ThreatgridFeed, threatgridFeeds } from './feeds.ts';
import { buildRecord, sampleNumber, type ThreatgridEntry, type ThreatgridRecord } from './record.ts';

const dayMs = 86_400_000;

/** The lines of all feeds, newest first; a line is four numbers until it is read. */
export class ThreatgridStore {
  readonly #world: World;
  readonly #clock: EmulatorClock;
  readonly #hasArtifactSha1: boolean;
  #feeds: Map<ThreatgridFeed, ThreatgridEntry[]> | undefined;
  #lastIndex: number;
  #version = 0;

  constructor(world: World, clock: EmulatorClock, hasArtifactSha1: boolean) {
    this.#world = world;
    this.#clock = clock;
    this.#hasArtifactSha1 = hasArtifactSha1;
    this.#lastIndex = world.size - 1;
  }

  /** Changes whenever an answer could change. */
  get version(): number {
    return this.#version;
  }

  /** The seed that records are drawn from. */
  get seed(): number {
    return this.#world.seed;
  }

  /** All lines of a feed, newest first. */
  entries(feed: ThreatgridFeed): readonly ThreatgridEntry[] {
    return this.#entriesOf(feed);
  }

  /** Writes a line out. */
  recordOf(feed: ThreatgridFeed, entry: ThreatgridEntry): ThreatgridRecord {
    const world = this.#world.indicatorAt(entry.index);
    return buildRecord({ seed: this.seed, feed, world, entry, hasArtifactSha1: this.#hasArtifactSha1 });
  }

  /** New lines about indicators not seen before, at the given time (default: now). @returns the records. */
  add(feed: ThreatgridFeed, count: number, timeMs = this.#clock.now()): readonly ThreatgridRecord[] {
    const entries = this.#entriesOf(feed);
    const added = Array.from({ length: count }, () => {
      const index = this.#nextIndexFor(feed);
      const behaviour = behavioursOf(feed)[0] ?? { name: 'unknown', confidence: 90, severity: 90 };
      return { index, run: 0, timeMs: Math.floor(timeMs / 1000) * 1000, behaviour };
    });
    entries.push(...added);
    entries.sort(newestFirst);
    this.#version += 1;
    return added.map((entry) => this.recordOf(feed, entry));
  }

  /** Takes away the lines that fit. @returns how many. */
  remove(feed: ThreatgridFeed, fits: (record: ThreatgridRecord) => boolean): number {
    const entries = this.#entriesOf(feed);
    const kept = entries.filter((entry) => !fits(this.recordOf(feed, entry)));
    this.#all().set(feed, kept);
    this.#version += 1;
    return entries.length - kept.length;
  }

  #nextIndexFor(feed: ThreatgridFeed): number {
    do {
      this.#lastIndex = this.#world.nextHeldBy('threatgrid', this.#lastIndex);
    } while (feedOf(this.#world.typeAt(this.#lastIndex)) !== feed);
    return this.#lastIndex;
  }

  #entriesOf(feed: ThreatgridFeed): ThreatgridEntry[] {
    const entries = this.#all().get(feed);
    if (entries === undefined) throw new RangeError(`no feed ${feed}`);
    return entries;
  }

  #all(): Map<ThreatgridFeed, ThreatgridEntry[]> {
    if (this.#feeds !== undefined) return this.#feeds;
    const feeds = new Map<ThreatgridFeed, ThreatgridEntry[]>(threatgridFeeds.map((feed) => [feed, []]));
    for (const index of this.#world.indicesOf('threatgrid')) {
      const feed = feedOf(this.#world.typeAt(index));
      if (feed !== undefined) feeds.get(feed)?.push(...initialEntries(this.#world, feed, index));
    }
    for (const entries of feeds.values()) entries.sort(newestFirst);
    this.#feeds = feeds;
    return feeds;
  }
}

function newestFirst(a: ThreatgridEntry, b: ThreatgridEntry): number {
  return b.timeMs - a.timeMs || a.index - b.index || a.run - b.run;
}

/**
 * One to three lines for one indicator: a second run of the same sample repeats it, and a run may report it under two
 * behavioural indicators.
 */
function initialEntries(world: World, feed: ThreatgridFeed, index: number): ThreatgridEntry[] {
  const draw: Draw = { seed: world.seed, index };
  const amount = drawBelow(draw, 181, 100);
  const runs = amount < 60 ? [0] : amount < 85 ? [0, 1] : [0, 1, 1];
  const behaviours = behavioursOf(feed);
  const first = drawBelow(draw, 182, behaviours.length);
  return runs.map((run, n) => ({
    index,
    run,
    timeMs: runTime(world, index, run),
    behaviour: behaviours[(first + n) % behaviours.length] ?? drawOne(draw, 183, behaviours),
  }));
}

/** When a sample ran: six in seven within the last week, the others up to two months ago; a few seconds vary by record. */
function runTime(world: World, index: number, run: number): number {
  const sample: Draw = { seed: world.seed, index: sampleNumber(index) };
  const spread = unit(world.seed, sample.index, 184 + run);
  const isRecent = drawChance(sample, 186 + run, 0.86);
  const ageMs = isRecent ? spread * 6.95 * dayMs : (7 + spread * 53) * dayMs;
  const withinRunMs = drawBelow({ seed: world.seed, index }, 188, 240) * 1000;
  return Math.floor((world.now - 120_000 - ageMs) / 1000) * 1000 - withinRunMs;
}
