import { spoiltLog, tornPages } from './bytes.ts';
import type { Experiment } from './experiment.ts';
import { killedExport } from './export.ts';
import { killedCareWork, killedSync } from './kills.ts';
import { killedMigrations, migrationKills } from './migrations.ts';
import { killedSending } from './sending.ts';
import { killedWork } from './work.ts';

/** An experiment, and how often it is tried: by `npm run chaos` (`npm run chaos -- 2` doubles that), and in `npm test`. */
export interface Planned {
  readonly experiment: Experiment;
  readonly trials: number;
  readonly short: number;
}

const short = 2;

export const experiments: readonly Planned[] = [
  { experiment: killedSync, trials: 120, short },
  { experiment: killedWork, trials: 120, short },
  { experiment: killedSending, trials: 60, short },
  { experiment: killedExport, trials: 60, short },
  ...killedCareWork.map((experiment) => ({ experiment, trials: 65, short })),
  { experiment: killedMigrations, trials: migrationKills().length, short: 24 },
  { experiment: tornPages, trials: 700, short },
  { experiment: spoiltLog, trials: 700, short },
];
