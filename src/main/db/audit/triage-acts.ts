import type { ActTable } from './acts.ts';
import { countOf, readNames, tellList, tellText } from './tell.ts';

/** Decisions: one entry for all that one transaction judged. */
export const triageActs: ActTable<'triage.append' | 'triage.revert'> = {
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
  'triage.revert': (db, { input: { ids, decision, by, atMs }, output: { restored, kept } }) => {
    if (restored === 0) return null;
    const names = readNames(db, [...new Set(ids)]);
    const subject = restored === 1 && kept === 0 ? names[0] : countOf(restored, 'indicator');
    return {
      by,
      atMs,
      number: null,
      text: `${subject}: a decision of ${decision.by} taken back.`,
      detail: { decidedBy: decision.by, decidedAtMs: decision.atMs, kept, indicators: tellList(names) },
    };
  },
};
