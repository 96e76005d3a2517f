import type { ActTable, AuditedName } from './acts.ts';
import { countOf, tellList, tellName, tellText } from './tell.ts';

/** What imports bring: cases, their indicators and logs, and decisions that came with them. */
export const importActs: ActTable<Extract<AuditedName, `imports.${string}`>> = {
  'imports.openSource': () => null,
  'imports.openCase': (_db, { input: { case: found, by, atMs, file }, output: { number, created } }) => {
    if (!created) return null;
    const { uuid, title, status, severity, tlp, pap, assignee, summary, verdict } = found;
    const detail = { file, uuid, title, status, severity, tlp, pap, assignee, summary: tellText(summary), verdict };
    return { by, atMs, number, text: 'Case imported.', detail };
  },
  'imports.rows': (_db, { input: { place, rows, by, atMs, file }, output: { plans } }) => {
    const done = plans.flatMap(({ parts }, at) => {
      const row = rows[at];
      return row === undefined || parts.length === 0 ? [] : [{ row, parts }];
    });
    const named = (part: 'case' | 'verdict') => done.filter(({ parts }) => parts.includes(part)).map(({ row }) => row);
    const [joined, decided] = [named('case'), named('verdict')];
    // What a file says of an indicator is a record like a vendor's: only cases and decisions are acts.
    if (joined.length + decided.length === 0) return null;
    const number = place.case === 'none' || place.case === 'coming' ? null : place.case;
    const text = `Imported: ${countOf(joined.length, 'indicator')} into the case, ${countOf(decided.length, 'decision')}.`;
    const detail = {
      file,
      joined: tellList(joined.map(({ draft }) => tellName(draft))),
      decided: tellList(decided.map(({ draft, triage }) => `${tellName(draft)}: ${triage?.state} ${triage?.verdict}`)),
    };
    return { by, atMs, number, text, detail };
  },
  'imports.log': (_db, { input: { number, by, atMs, file }, output: { added, taken } }) => {
    if (added === 0) return null;
    return {
      by,
      atMs,
      number,
      text: `Imported: ${added} of the notes, tasks, files and entries.`,
      detail: { file, ...taken },
    };
  },
};
