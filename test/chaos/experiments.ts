import { spoiltLog, tornPages } from './bytes.ts';
import type { Experiment } from './experiment.ts';
import { killedExport } from './export.ts';
import { killedCareWork, killedSync } from './kills.ts';
import { killedSending } from './sending.ts';
import { killedWork } from './work.ts';

/** Every experiment and how often it is tried; `npm run chaos -- 2` doubles the numbers. */
export const experiments: readonly { readonly experiment: Experiment; readonly trials: number }[] = [
  { experiment: killedSync, trials: 120 },
  { experiment: killedWork, trials: 120 },
  { experiment: killedSending, trials: 60 },
  { experiment: killedExport, trials: 60 },
  ...killedCareWork.map((experiment) => ({ experiment, trials: 65 })),
  { experiment: tornPages, trials: 700 },
  { experiment: spoiltLog, trials: 700 },
];
