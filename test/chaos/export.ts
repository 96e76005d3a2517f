import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { exportedText } from '../support/exported-text.ts';
import { type Experiment, Tally } from './experiment.ts';
import { inFolder, runAndKill } from './scene.ts';

const old = 'what was exported before\n';

/** A file that an export replaces: it is the old one or the new one, whole, whenever the program ends. */
export const killedExport: Experiment = {
  name: 'export killed',
  harm: 'SIGKILL at a random moment of an export over an older file: the old file or the new one, whole',
  run: (trials, random) =>
    inFolder(async (folder) => {
      const tally = new Tally();
      writeFileSync(`${folder}/calm.txt`, old);
      const { durationMs } = await runAndKill('export-child.ts', [`${folder}/calm.txt`], null);
      const expected = exportedText();
      for (let trial = 0; trial < trials; trial += 1) {
        const target = `${folder}/trial.txt`;
        writeFileSync(target, old);
        const { wasRunning } = await runAndKill('export-child.ts', [target], random() * durationMs);
        const found = readFileSync(target, 'utf8');
        const isSeen = readdirSync(folder).every(
          (name) => ['calm.txt', 'trial.txt'].includes(name) || name.startsWith('.'),
        );
        const isWhole = found === old || found === expected;
        tally.add({ hits: wasRunning ? 1 : 0, corrupt: isWhole ? 0 : 1, different: isSeen ? 0 : 1 });
      }
      return tally.outcome;
    }),
};
