import { rmSync } from 'node:fs';
import type { FatalPoint } from '../support/fatal-point.ts';
import { type Experiment, type Outcome, spread, Tally } from './experiment.ts';
import { inFolder } from './scene.ts';

/** When a process is ended: some time after its first line, or at a named point. */
export type Ending = { readonly afterMs: number } | { readonly point: FatalPoint };

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

/** A kill that comes after the work is over tells nothing: of so many as are wanted, one in so many may miss. */
const mostMisses = 5;

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
        while (tally.outcome.hits < wanted && tally.outcome.trials < mostMisses * wanted) {
          tally.add(await attemptOnce(folder, (place) => attempt(place, { afterMs: random() * durationMs })));
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
