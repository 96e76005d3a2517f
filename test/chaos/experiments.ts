import { spoiltLog, tornPages } from './bytes.ts';
import { clockJumps } from './clock-jumps.ts';
import { troubledDisks } from './disk-trouble.ts';
import type { Experiment } from './experiment.ts';
import { exportWork } from './export.ts';
import { flippedBytes } from './flipped-bytes.ts';
import { failingDisk, killedAtPoints, killedAtRandom } from './killed-work.ts';
import { careWorks, syncWork } from './kills.ts';
import { meddling } from './meddled-files.ts';
import { killedMigrations, migrationKills } from './migrations.ts';
import { readOnly } from './read-only.ts';
import { sendingWork } from './sending.ts';
import { suspensions } from './suspension.ts';
import { twoProcesses } from './two-processes.ts';
import { analystWork } from './work.ts';

/** An experiment, and how much of it is wanted: of `npm run chaos` (`npm run chaos -- 2` doubles that), and of `npm test`. */
export interface Planned {
  readonly experiment: Experiment;
  readonly wanted: number;
  readonly short: number;
}

/** Killed works, and how often in their middle; together more than 500 times. */
const works = [
  { work: syncWork, kills: 60 },
  { work: analystWork, kills: 120 },
  { work: sendingWork, kills: 30 },
  { work: exportWork, kills: 70 },
  ...careWorks.map((work) => ({ work, kills: 60 })),
];

/** Those whose files are all on one disk, and who do nothing else. */
const worksOnDisk = [syncWork, analystWork, exportWork, ...careWorks];

const few = 2;

export const experiments: readonly Planned[] = [
  ...works.map(({ work, kills }) => ({ experiment: killedAtRandom(work), wanted: kills, short: few })),
  ...works.map(({ work }) => ({
    experiment: killedAtPoints(work),
    wanted: work.points.length,
    short: 3,
  })),
  { experiment: killedMigrations, wanted: migrationKills().length, short: 24 },
  { experiment: failingDisk(worksOnDisk), wanted: 28, short: 3 },
  ...troubledDisks.map((experiment) => ({ experiment, wanted: 20, short: few })),
  ...meddling.map((experiment) => ({ experiment, wanted: 20, short: few })),
  { experiment: readOnly, wanted: 10, short: few },
  { experiment: twoProcesses, wanted: 15, short: few },
  { experiment: clockJumps, wanted: 24, short: few },
  { experiment: suspensions, wanted: 16, short: few },
  { experiment: flippedBytes, wanted: 1_000, short: 120 },
  { experiment: tornPages, wanted: 400, short: few },
  { experiment: spoiltLog, wanted: 400, short: few },
];
