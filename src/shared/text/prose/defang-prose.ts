import { defangText } from '../defang.ts';
import { joinRuns, mapProse, type ProseBlock, type ProseRun } from './prose.ts';

/** Defangs what could be followed, also a name that is put together of several looks (`evil.**example**`); pure. */
export function defangProse(blocks: readonly ProseBlock[]): readonly ProseBlock[] {
  return mapProse(blocks, defangRuns);
}

function defangRuns(runs: readonly ProseRun[]): readonly ProseRun[] {
  const defanged = runs.map(({ text, look }): ProseRun => ({ text: defangText(text), look }));
  const whole = joinRuns(defanged);
  const safe = defangText(whole);
  // What reads as one name is defanged as one: the looks are given up for it.
  return safe === whole ? defanged : [{ text: safe, look: 'plain' }];
}
