/**
 * `npm run chaos [-- <trials>]`: does harm to a store, over and over, and writes what came of it into docs/reliability.md. Ends with 1
 * when anything was lost, doubled, damaged or slow to start. The trials of a seed are always the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, findFaults } from './experiment.ts';
import { experiments, type Planned } from './experiments.ts';

// Some thousand processes are started; each takes half as long when what they load is compiled already.
process.env['NODE_COMPILE_CACHE'] ??= resolve(import.meta.dirname, '../../node_modules/.cache/sightline');

const page = resolve(import.meta.dirname, '../../docs/reliability.md');
const marks = ['<!-- chaos -->', '<!-- /chaos -->'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const factor = Number(positionals[0] ?? 1);
const rows: string[] = [];
let failures = 0;
let kills = 0;
let next = 0;

/** Tries experiments in turn, as long as there are some that nobody has begun. */
async function tryRest(): Promise<void> {
  for (let at = next; at < experiments.length; at = next) {
    next += 1;
    const planned = experiments[at];
    if (planned !== undefined) rows[at] = await tryOne(planned);
  }
}

async function tryOne({ experiment, wanted: usual }: Planned): Promise<string> {
  const wanted = experiment.counts === 'every trial' ? usual : Math.max(1, Math.round(usual * factor));
  const outcome = await experiment.run(wanted, createRandom(Number(values.seed)));
  const faults = findFaults(experiment, wanted, outcome);
  if (faults.length > 0) failures += 1;
  const { trials, hits, lost, different, corrupt, unnoticed, slowestStartMs } = outcome;
  if (experiment.counts === 'hits' && experiment.name.endsWith(' killed')) kills += hits;
  process.stdout.write(`${experiment.name}: ${JSON.stringify(outcome)} ${faults.join(', ')}\n`);
  const numbers = [trials, hits, lost, different, corrupt, unnoticed, slowestStartMs];
  return `| ${experiment.name} | ${experiment.harm} | ${numbers.join(' | ')} |`;
}

// What is tried is mostly another process: as many at a time as there are cores.
await Promise.all(cpus().map(tryRest));
write(rows);
process.stdout.write(`${failures} of ${experiments.length} experiments failed\n`);
process.exitCode = failures === 0 ? 0 : 1;

function write(lines: readonly string[]): void {
  const text = readFileSync(page, 'utf8');
  const [start, end] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (start === -1 || end === -1) throw new Error('docs/reliability.md has lost its marks.');
  const when = `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${process.platform} ${process.arch}), Node ${process.versions.node}, seed ${values.seed}: ${kills} kills at random moments in the middle of work.`;
  const head =
    '| experiment | harm | trials | hit | lost | different | corrupt | unnoticed | slowest start, ms |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |';
  writeFileSync(
    page,
    `${text.slice(0, start + marks[0].length)}\n${when}\n\n${head}\n${lines.join('\n')}\n${text.slice(end)}`,
  );
}
