import { mkdirSync, rmSync } from 'node:fs';
import type { FatalPoint } from '../support/fatal-point.ts';
import { type Experiment, type Outcome, spread, Tally } from './experiment.ts';
import { inFolder } from './scene.ts';

/**
 * How work ends too early: its process is killed some time after its first line, or at a named point, or from some time on its disk
 * takes no file larger than so many bytes (Linux).
 */
export type Ending =
  | { readonly afterMs: number }
  | { readonly point: FatalPoint }
  | { readonly failsAfterMs: number; readonly fileBytes: number };

/** Work that is ended in its middle, over and over. */
export interface KilledWork {
  readonly name: string;
  /** Goes on from `SIGKILL at …`. */
  readonly what: string;
  /** Where it is ended once each. */
  readonly points: readonly FatalPoint[];
  prepare(folder: string): Promise<PreparedWork>;
}

export interface PreparedWork {
  /** How long the work takes undisturbed, ms. */
  readonly durationMs: number;
  /** Does the work in a new folder, ends it, and looks at what is left. */
  attempt(place: string, ending: Ending): Promise<Partial<Outcome>>;
}

/** Harm that comes after the work is over tells nothing: how many trials may be made to have so many hits. */
const mostTrials = (wanted: number): number => 20 + 5 * wanted;

/** Ended at random moments, until so many kills as are wanted came while the work was going on. */
export function killedAtRandom({ name, what, prepare }: KilledWork): Experiment {
  return {
    name: `${name} killed`,
    harm: `SIGKILL at a random moment of ${what}`,
    counts: 'hits',
    run: (wanted, random) =>
      inFolder(async (folder) => {
        const { durationMs, attempt } = await prepare(folder);
        const tally = new Tally();
        // A busy machine is not equally busy all the time: after a kill that came too late the next ones come earlier.
        let spanMs = durationMs;
        while (tally.outcome.hits < wanted && tally.outcome.trials < mostTrials(wanted)) {
          const found = await attemptOnce(folder, (place) => attempt(place, { afterMs: random() * spanMs }));
          spanMs = Math.min(durationMs, spanMs * (found.hits === 1 ? 1.1 : 0.9));
          tally.add(found);
        }
        return tally.outcome;
      }),
  };
}

/** Ended at each named point. */
export function killedAtPoints({ name, what, points, prepare }: KilledWork): Experiment {
  return {
    name: `${name} killed at each point`,
    harm: `SIGKILL at ${points.length} named points of ${what}`,
    counts: 'every trial',
    run: (wanted) =>
      inFolder(async (folder) => {
        const { attempt } = await prepare(folder);
        const tally = new Tally();
        for (const point of spread(points, wanted)) {
          tally.add(await attemptOnce(folder, (place) => attempt(place, { point })));
        }
        return tally.outcome;
      }),
  };
}

/** Their disk fails at random moments, in turn, until so many trials as are wanted could not be done. */
export function failingDisk(works: readonly KilledWork[]): Experiment {
  return {
    name: 'disk fails',
    harm: `EFBIG of every write beyond some size, from a random moment of ${works.map(({ name }) => name).join(', ')}: as after a kill`,
    counts: 'hits',
    run: (wanted, random) =>
      inFolder(async (folder) => {
        const tally = new Tally();
        for (const [n, work] of works.entries()) {
          const share = Math.ceil((wanted * (n + 1)) / works.length);
          if (tally.outcome.hits >= share) continue;
          const own = `${folder}/${n}`;
          mkdirSync(own);
          const { durationMs, attempt } = await work.prepare(own);
          const most = tally.outcome.trials + mostTrials(wanted);
          while (tally.outcome.hits < share && tally.outcome.trials < most) {
            // Limiting a process takes a few milliseconds, in which short work ends.
            const failsAfterMs = (random() * durationMs) / 2;
            const ending = { failsAfterMs, fileBytes: Math.floor(random() ** 3 * 4_000_000) };
            tally.add(await attemptOnce(own, (place) => attempt(place, ending)));
          }
        }
        return tally.outcome;
      }),
  };
}

async function attemptOnce(
  folder: string,
  attempt: (place: string) => Promise<Partial<Outcome>>,
): Promise<Partial<Outcome>> {
  const place = `${folder}/trial`;
  try {
    return await attempt(place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
