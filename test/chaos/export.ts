import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { createFileSink } from '#main/platform/file-sink.ts';
import { exportedText } from '../support/exported-text.ts';
import { fatalPoint } from '../support/fatal-point.ts';
import type { Outcome } from './experiment.ts';
import type { Ending, KilledWork } from './killed-work.ts';
import { runAndKill } from './scene.ts';

const old = 'what was exported before\n';

/** A file that an export replaces: it is the old one or the new one, whole, whenever the program ends. */
export const exportWork: KilledWork = {
  name: 'export',
  what: 'an export over an older file: the old file or the new one, whole, and nothing beside it after the next',
  points: [
    'after createFile',
    'after writeFile',
    'after writeFile 20',
    'before fsync',
    'after fsync',
    'before rename',
    'after rename',
    'before fsync 2',
    'after fsync 2',
  ].map(fatalPoint),
  prepare: async (folder) => {
    writeFileSync(`${folder}/calm.txt`, old);
    const { durationMs } = await runAndKill('export-child.ts', [`${folder}/calm.txt`], null);
    const expected = exportedText();
    return { durationMs, attempt: (place, ending) => attempt(place, ending, expected) };
  },
};

async function attempt(place: string, ending: Ending, expected: string): Promise<Partial<Outcome>> {
  mkdirSync(place);
  const target = `${place}/trial.txt`;
  writeFileSync(target, old);
  const { wasRunning } = await runAndKill('export-child.ts', [target], ending);
  const found = readFileSync(target, 'utf8');
  const isSeen = readdirSync(place).every((name) => name === 'trial.txt' || name.startsWith('.'));
  const isWhole = found === old || found === expected;
  await createFileSink().write(`${place}/next.txt`, ['the next one']);
  const isTidy = isDeepStrictEqual(readdirSync(place).sort(), ['next.txt', 'trial.txt']);
  return { hits: wasRunning ? 1 : 0, corrupt: isWhole ? 0 : 1, different: isSeen && isTidy ? 0 : 1 };
}
