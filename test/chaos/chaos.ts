/**
 * `npm run chaos [-- <factor>] [--only <words>]`: does harm to a store, over and over, and writes what came of it into
 * docs/reliability.md, experiment by experiment. Ends with 1 when anything was lost, doubled, damaged or slow to start. The trials of
 * a seed are always the same.
 */
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, findFaults, findSlowness } from './experiment.ts';
import { experiments, type Planned } from './experiments.ts';
import { ResultsPage } from './results-page.ts';

// Some thousand processes are started; each takes half as long when what they load is compiled already.
process.env['NODE_COMPILE_CACHE'] ??= resolve(import.meta.dirname, '../../node_modules/.cache/sightline');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
});
const factor = Number(positionals[0] ?? 1);
const page = new ResultsPage(resolve(import.meta.dirname, '../../docs/reliability.md'));
const order = experiments.map(({ experiment }) => experiment);
const place = `${cpus().length} cores (${process.platform} ${process.arch}), Node ${process.versions.node}, seed ${values.seed}`;
const chosen = experiments.filter(({ experiment }) => experiment.name.includes(values.only));
const rest = chosen.values();
let failures = 0;

/** Tries experiments in turn, as long as there are some that nobody has begun. */
async function tryRest(): Promise<void> {
  for (const planned of rest) await tryOne(planned);
}

async function tryOne({ experiment, wanted: usual }: Planned): Promise<void> {
  const wanted = experiment.counts === 'every trial' ? usual : Math.max(1, Math.round(usual * factor));
  const outcome = await experiment.run(wanted, createRandom(Number(values.seed)));
  const faults = [...findFaults(experiment, wanted, outcome), ...findSlowness(outcome)];
  if (faults.length > 0) failures += 1;
  process.stdout.write(`${experiment.name}: ${JSON.stringify(outcome)} ${faults.join(', ')}\n`);
  page.write(experiment, outcome, { order, place });
}

// What is tried is mostly another process: as many at a time as there are cores.
await Promise.all(cpus().map(tryRest));
process.stdout.write(`${failures} of ${chosen.length} experiments failed\n`);
process.exitCode = failures === 0 ? 0 : 1;
