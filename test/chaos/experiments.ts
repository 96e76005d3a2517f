import { spoiltLog, tornPages } from './bytes.ts';
import type { Experiment } from './experiment.ts';
import { killedCareWork, killedSync, killedWrites } from './kills.ts';

/** Every experiment and how often it is tried; `npm run chaos -- 2` doubles the numbers. */
export const experiments: readonly { readonly experiment: Experiment; readonly trials: number }[] = [
  { experiment: killedSync, trials: 120 },
  { experiment: killedWrites, trials: 120 },
  ...killedCareWork.map((experiment) => ({ experiment, trials: 65 })),
  { experiment: tornPages, trials: 700 },
  { experiment: spoiltLog, trials: 700 },
];
