import type { ActTable } from './acts.ts';
import { countOf, readNames, tellList } from './tell.ts';

/** Tags of the analyst's: one entry for all that one transaction tagged. */
export const tagActs: ActTable<'tags.change' | 'tags.revert'> = {
  'tags.change': (db, { input: { ids, change }, output: { changed } }) => {
    if (changed === 0) return null;
    const { add, remove, by, atMs } = change;
    const names = readNames(db, [...new Set(ids)]);
    const subject = changed === 1 && names.length === 1 ? names[0] : countOf(changed, 'indicator');
    const words = [...add.map((name) => `+${name}`), ...remove.map((name) => `-${name}`)];
    return {
      by,
      atMs,
      number: null,
      text: `${subject}: tags ${words.join(', ')}.`,
      detail: { added: [...add], removed: [...remove], changed, indicators: tellList(names) },
    };
  },
  'tags.revert': (db, { input: { ids, tagging, by, atMs }, output: { restored, kept } }) => {
    if (restored === 0) return null;
    const names = readNames(db, [...new Set(ids)]);
    const subject = restored === 1 && names.length === 1 ? names[0] : countOf(restored, 'indicator');
    return {
      by,
      atMs,
      number: null,
      text: `${subject}: tags of ${tagging.by} taken back.`,
      detail: { taggedBy: tagging.by, taggedAtMs: tagging.atMs, kept, indicators: tellList(names) },
    };
  },
};
