/** One way of doing harm, tried many times. */
export interface Experiment {
  readonly name: string;
  /** What is done, in a sentence for docs/reliability.md. */
  readonly harm: string;
  /** What must come up to the number that is asked for: trials, or hits, or each trial must be a hit. */
  readonly counts: 'trials' | 'hits' | 'every trial';
  run(wanted: number, random: Random): Promise<Outcome>;
}

/** What is wrong with an outcome, in words; nothing for a good one. @param wanted what `run` was asked for. */
export function findFaults({ counts }: Experiment, wanted: number, outcome: Outcome): readonly string[] {
  const { trials, hits, lost, different, corrupt, unnoticed } = outcome;
  return [
    ...(lost > 0 ? [`${lost} lost`] : []),
    ...(different > 0 ? [`${different} different`] : []),
    ...(corrupt > 0 ? [`${corrupt} corrupt`] : []),
    ...(unnoticed > 0 ? [`${unnoticed} unnoticed`] : []),
    ...(counts === 'hits' && hits < wanted ? [`${hits} hits of ${wanted}`] : []),
    ...(counts === 'every trial' && hits < trials ? [`${trials - hits} trials did no harm`] : []),
    ...(counts !== 'hits' && trials < wanted ? [`${trials} trials of ${wanted}`] : []),
  ];
}

const startLimitMs = 3_000;

/** What took too long, in words. For `npm run chaos` only: beside other tests on a busy machine it would say nothing of the program. */
export function findSlowness({ slowestStartMs }: Outcome): readonly string[] {
  return slowestStartMs >= startLimitMs ? [`a start took ${slowestStartMs} ms`] : [];
}

/** What came of all trials; `lost`, `different`, `corrupt` and `unnoticed` should be 0. */
export interface Outcome {
  readonly trials: number;
  /** Trials in which the harm was done while the work was going on. */
  readonly hits: number;
  /** Acknowledged work that was not there afterwards. */
  readonly lost: number;
  /** Work that was there twice, or contents that differ from the undisturbed ones. */
  readonly different: number;
  /** Files that could not be opened, or in which SQLite found something wrong, where the harm left them whole. */
  readonly corrupt: number;
  /** Trials after which something else was shown, and nothing said so. */
  readonly unnoticed: number;
  /** Slowest opening after the harm, ms. */
  readonly slowestStartMs: number;
}

/** A number from 0 up to, not including, 1; the same ones for the same seed. */
export type Random = () => number;

/** Mulberry32: enough for choosing places, and the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Adds up outcomes of trials. */
export class Tally {
  #outcome: Outcome = { trials: 0, hits: 0, lost: 0, different: 0, corrupt: 0, unnoticed: 0, slowestStartMs: 0 };

  add(one: Partial<Outcome>): void {
    const sum = this.#outcome;
    this.#outcome = {
      trials: sum.trials + 1,
      hits: sum.hits + (one.hits ?? 0),
      lost: sum.lost + (one.lost ?? 0),
      different: sum.different + (one.different ?? 0),
      corrupt: sum.corrupt + (one.corrupt ?? 0),
      unnoticed: sum.unnoticed + (one.unnoticed ?? 0),
      slowestStartMs: Math.max(sum.slowestStartMs, Math.round(one.slowestStartMs ?? 0)),
    };
  }

  get outcome(): Outcome {
    return this.#outcome;
  }
}

/** So many of some, evenly from their whole length; all when there are not more. */
export function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_item, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
