import { randomUUID } from 'node:crypto';
import type { CaseNumber } from '#shared/model/ids.ts';
import { caseTaskLimit } from '#shared/model/limits.ts';
import { StoreFault } from '../fault.ts';
import { type CaseRow, caseIdOf, requireCase, rowToCaseSummary } from './case-rows.ts';
import { record } from './case-timeline.ts';
import type { WriteTable } from './operation.ts';
import { caseNumberOf } from './summaries.ts';

type CaseWriteName =
  | 'cases.create'
  | 'cases.update'
  | 'cases.addNote'
  | 'cases.addTask'
  | 'cases.setTaskDone'
  | 'cases.close';

export const caseWrites: WriteTable<CaseWriteName> = {
  'cases.create': (context, { fields, by, atMs }) => {
    const id = context.db.insert(
      `INSERT INTO case_file(uuid, title, status, severity, tlp, pap, assignee, summary, created_at_ms, updated_at_ms)
       VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?)`,
      randomUUID(),
      fields.title,
      fields.severity,
      fields.tlp,
      fields.pap,
      fields.assignee,
      fields.summary,
      atMs,
      atMs,
    );
    // Made from the row's own id, so of the form that the schema asks for.
    const number = caseNumberOf(id) as CaseNumber;
    record(context, id, { atMs, kind: 'created', text: `Case opened by ${by}.` });
    return rowToCaseSummary(requireCase(context.db, number));
  },
  'cases.update': (context, { number, fields, by, atMs }) => {
    const before = requireCase(context.db, number);
    if (before.status === 'closed' && fields.status !== undefined) {
      throw new StoreFault('state.illegalTransition', `${number} is closed; its status stays.`);
    }
    const after = { ...pickFields(before), ...withoutUndefined(fields) };
    context.db.run(
      `UPDATE case_file SET title = ?, status = ?, severity = ?, tlp = ?, pap = ?, assignee = ?, summary = ? WHERE id = ?`,
      after.title,
      after.status,
      after.severity,
      after.tlp,
      after.pap,
      after.assignee,
      after.summary,
      before.id,
    );
    const text = describeChange(before, after);
    if (text !== null) record(context, before.id, { atMs, kind: 'changed', text: `${text} (${by})` });
    return rowToCaseSummary(requireCase(context.db, number));
  },
  'cases.addNote': (context, { number, text, by, atMs }) => {
    const row = requireCase(context.db, number);
    const insert = 'INSERT INTO case_note(case_id, at_ms, by, text) VALUES (?, ?, ?, ?)';
    const id = context.db.insert(insert, row.id, atMs, by, text);
    record(context, row.id, { atMs, kind: 'noteAdded', text: `Note added by ${by}.` });
    return { id };
  },
  'cases.addTask': (context, { number, text, by, atMs }) => {
    const row = requireCase(context.db, number);
    const last = context.db.value<number | null>('SELECT max(number) FROM case_task WHERE case_id = ?', row.id) ?? 0;
    const count = context.db.value<number>('SELECT count(*) FROM case_task WHERE case_id = ?', row.id) ?? 0;
    if (count >= caseTaskLimit) throw tooManyTasks(number);
    context.db.run('INSERT INTO case_task(case_id, number, text, done) VALUES (?, ?, ?, 0)', row.id, last + 1, text);
    record(context, row.id, { atMs, kind: 'taskAdded', text: `Task ${last + 1} added by ${by}: ${text}` });
    return { id: last + 1 };
  },
  'cases.setTaskDone': (context, { number, taskId, done, by, atMs }) => {
    const caseId = caseIdOf(number);
    const before = context.db.value<number>(
      'SELECT done FROM case_task WHERE case_id = ? AND number = ?',
      caseId,
      taskId,
    );
    if (before === undefined) throw new StoreFault('state.notFound', `There is no task ${taskId} in ${number}.`);
    if ((before === 1) === done) return null;
    context.db.run('UPDATE case_task SET done = ? WHERE case_id = ? AND number = ?', done ? 1 : 0, caseId, taskId);
    const text = `Task ${taskId} ${done ? 'done' : 'reopened'} by ${by}.`;
    record(context, caseId, { atMs, kind: done ? 'taskDone' : 'taskReopened', text });
    return null;
  },
  'cases.close': (context, { number, verdict, summary, by, atMs }) => {
    const row = requireCase(context.db, number);
    if (row.status === 'closed') throw new StoreFault('state.illegalTransition', `${number} is closed already.`);
    context.db.run(
      `UPDATE case_file SET status = 'closed', verdict = ?, summary = ?, closed_at_ms = ? WHERE id = ?`,
      verdict,
      summary,
      atMs,
      row.id,
    );
    record(context, row.id, { atMs, kind: 'closed', text: `Case closed as ${verdict} by ${by}.` });
    return rowToCaseSummary(requireCase(context.db, number));
  },
};

function tooManyTasks(number: CaseNumber): StoreFault {
  return new StoreFault('input.tooLarge', `${number} has ${caseTaskLimit} tasks, the most that a case can hold.`, {
    suggestion: 'Write this one as a note, or open another case for it.',
  });
}

const fieldNames = ['title', 'status', 'severity', 'tlp', 'pap', 'assignee', 'summary'] as const;
type FieldValues = Pick<CaseRow, (typeof fieldNames)[number]>;

function pickFields(row: CaseRow): FieldValues {
  const { title, status, severity, tlp, pap, assignee, summary } = row;
  return { title, status, severity, tlp, pap, assignee, summary };
}

function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  // Filtering removes exactly what the type excludes.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]: Exclude<Fields[Key], undefined>;
  };
}

function describeChange(before: FieldValues, after: FieldValues): string | null {
  const changed = fieldNames.filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return null;
  // A summary is long and stands in the case itself.
  return changed
    .map((name) =>
      name === 'summary' ? 'summary rewritten' : `${name}: ${tell(name, before[name])} → ${tell(name, after[name])}`,
    )
    .join(', ');
}

/** Reports show this to people, who write a status in two words. */
function tell(name: keyof FieldValues, value: string | null): string {
  const told = value ?? 'none';
  return name === 'status' ? told.replaceAll('_', ' ') : told;
}
