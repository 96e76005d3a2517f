import type { ActTable } from './acts.ts';
import { countOf, readNames, tellList, tellText } from './tell.ts';

/** Decisions: one entry for all that one transaction judged. */
export const triageActs: ActTable<'triage.append'> = {
  'triage.append': (db, { input: { ids, change }, output: { changed } }) => {
    const { state, verdict, note, by, atMs } = change;
    const names = readNames(db, [...new Set(ids)]);
    const subject = changed === 1 ? names[0] : countOf(changed, 'indicator');
    const words = [state, verdict, note === undefined ? undefined : 'noted'].filter((word) => word !== undefined);
    return {
      by,
      atMs,
      number: null,
      text: `${subject}: ${words.join(', ')}.`,
      detail: {
        state: state ?? null,
        verdict: verdict ?? null,
        note: tellText(note ?? null),
        indicators: tellList(names),
      },
    };
  },
};
