import type { Case } from '#shared/model/case.ts';
import type { ReadConnection } from '../connection.ts';
import { readFiles } from './case-attachments.ts';
import { type CaseRow, caseIdOf, rowToCaseSummary, selectCases } from './case-rows.ts';
import type { ReadTable } from './operation.ts';

export const caseReads: ReadTable<'cases.list' | 'cases.get'> = {
  'cases.list': ({ db }) => db.all<CaseRow>(`${selectCases} ORDER BY f.id DESC`).map(rowToCaseSummary),
  'cases.get': ({ db }, { number }) => {
    const row = db.get<CaseRow>(`${selectCases} WHERE f.id = ?`, caseIdOf(number));
    return row === undefined ? null : readCase(db, row);
  },
};

function readCase(db: ReadConnection, row: CaseRow): Case {
  return {
    ...rowToCaseSummary(row),
    tasks: db
      .all<{ id: number; text: string; done: number }>(
        'SELECT number AS id, text, done FROM case_task WHERE case_id = ? ORDER BY number',
        row.id,
      )
      .map((task) => ({ ...task, done: task.done === 1 })),
    files: readFiles(db, row.id),
    noteCount: db.value<number>('SELECT count(*) FROM case_note WHERE case_id = ?', row.id) ?? 0,
    timelineCount: db.value<number>('SELECT count(*) FROM case_timeline WHERE case_id = ?', row.id) ?? 0,
  };
}
