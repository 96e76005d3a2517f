import type { JsonValue } from '#main/domain/canonical-json.ts';
import type { CaseChange } from '#shared/model/case.ts';
import type { CaseNumber, IndicatorId } from '#shared/model/ids.ts';
import type { ReadConnection } from '../connection.ts';
import { caseIdOf } from '../operations/case-rows.ts';
import type { Act, ActTable, AuditedName } from './acts.ts';
import { countOf, readNames, tellList, tellName, tellText } from './tell.ts';

/** All work on cases. */
export const caseActs: ActTable<Extract<AuditedName, `cases.${string}`>> = {
  'cases.create': (_db, { input, output: { number, uuid } }) =>
    inCase({ ...input, number }, 'Case opened.', { uuid, ...tellFields(input.fields) }),
  'cases.update': (_db, { input }) => {
    const fields = tellFields(input.fields);
    return inCase(input, `Changed: ${Object.keys(fields).join(', ')}.`, fields);
  },
  'cases.addNote': (_db, { input, output: { id } }) =>
    inCase(input, `Note ${id} added.`, { id, text: tellText(input.text) }),
  'cases.addTask': (_db, { input, output: { id } }) => inCase(input, `Task ${id} added.`, { id, text: input.text }),
  'cases.setTaskDone': (_db, { input }) => {
    const { taskId, done } = input;
    return inCase(input, `Task ${taskId} ${done ? 'done' : 'reopened'}.`, { id: taskId, done });
  },
  'cases.close': (_db, { input }) =>
    inCase(input, `Case closed as ${input.verdict}.`, { verdict: input.verdict, summary: tellText(input.summary) }),
  'cases.addIndicators': (db, { input, output: { taken } }) => {
    const added = readNames(db, membersOf(db, input, input.ids.slice(0, taken)));
    if (added.length === 0) return null;
    const detail = { role: input.role, comment: tellText(input.comment), indicators: tellList(added) };
    return inCase(input, `${countOf(added.length, 'indicator')} added.`, detail);
  },
  'cases.removeAddition': (db, { input, output: { ids } }) => {
    if (ids.length === 0) return null;
    const detail = { addedAt: new Date(input.addedAtMs).toISOString(), indicators: tellList(readNames(db, ids)) };
    return inCase(input, `${countOf(ids.length, 'indicator')} taken out again.`, detail);
  },
  'cases.addTimelineEntry': (_db, { input, output: { id } }) => {
    const detail = { id, happenedAt: new Date(input.happenedAtMs).toISOString(), text: tellText(input.text) };
    return inCase(input, `Own entry ${id} added to the timeline.`, detail);
  },
  'cases.removeTimelineEntry': (_db, { input }) =>
    inCase(input, `Own entry ${input.id} removed from the timeline.`, { id: input.id }),
  'cases.pinNote': (_db, { input }) => {
    const { noteId, pinned } = input;
    return inCase(input, `Note ${noteId} ${pinned ? 'pinned' : 'unpinned'}.`, { id: noteId, pinned });
  },
  'cases.pinRecord': (db, { input, output: { id } }) => {
    const origin = db.value<string>('SELECT origin FROM case_evidence WHERE id = ?', id) ?? 'null';
    const text = `Record pinned to note ${input.noteId} as evidence ${id}.`;
    // Written by this store.
    return inCase(input, text, { id, note: input.noteId, record: JSON.parse(origin) as JsonValue });
  },
  'cases.unpinRecord': (_db, { input }) => inCase(input, `Evidence ${input.id} taken off.`, { id: input.id }),
  'cases.addFile': (_db, { input, output: { id } }) => {
    const { name, sizeBytes, md5, sha1, sha256, comment } = input.file;
    return inCase(input, `File ${id} added.`, { id, name, sizeBytes, md5, sha1, sha256, comment: tellText(comment) });
  },
  'cases.removeFile': (_db, { input }) => inCase(input, `File ${input.id} removed.`, { id: input.id }),
  'cases.removeIndicator': (_db, { input }) => {
    const indicator = tellName(input.indicator);
    return inCase(input, `${indicator} removed.`, { indicator });
  },
};

interface Signed {
  readonly number: CaseNumber;
  readonly by: string;
  readonly atMs: number;
}

function inCase({ number, by, atMs }: Signed, text: string, detail: JsonValue): Act {
  return { by, atMs, number, text, detail };
}

/** Those that are set. */
function tellFields(fields: CaseChange): { readonly [name: string]: JsonValue } {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, tellText(value)]])),
  );
}

/** Those of some indicators that this addition put into the case; what was in before has another time. */
function membersOf(db: ReadConnection, { number, atMs }: Signed, ids: readonly IndicatorId[]): readonly IndicatorId[] {
  return db.column<IndicatorId>(
    `SELECT j.value FROM json_each(?) j JOIN case_indicator c ON c.indicator_id = j.value
     WHERE c.case_id = ? AND c.added_at_ms = ? ORDER BY j.key`,
    JSON.stringify(ids),
    caseIdOf(number),
    atMs,
  );
}
