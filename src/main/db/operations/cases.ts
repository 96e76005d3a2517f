import type { Case, CaseIndicator, CaseSnapshot } from '#shared/model/case.ts';
import { typeCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { type CaseRow, caseIdOf, rowToCaseSummary, selectCases } from './case-rows.ts';
import type { ReadTable } from './operation.ts';

export const caseReads: ReadTable<'cases.list' | 'cases.get'> = {
  'cases.list': ({ db }) => db.all<CaseRow>(`${selectCases} ORDER BY f.id DESC`).map(rowToCaseSummary),
  'cases.get': ({ db }, { number }) => {
    const row = db.get<CaseRow>(`${selectCases} WHERE f.id = ?`, caseIdOf(number));
    return row === undefined ? null : readWholeCase(db, row);
  },
};

function readWholeCase(db: ReadConnection, row: CaseRow): Case {
  return {
    ...rowToCaseSummary(row),
    indicators: readIndicators(db, row.id),
    notes: db.all<Case['notes'][number]>(
      'SELECT at_ms AS atMs, by, text FROM case_note WHERE case_id = ? ORDER BY id',
      row.id,
    ),
    tasks: db
      .all<{ id: number; text: string; done: number }>(
        'SELECT number AS id, text, done FROM case_task WHERE case_id = ? ORDER BY number',
        row.id,
      )
      .map((task) => ({ ...task, done: task.done === 1 })),
    timeline: db.all<Case['timeline'][number]>(
      'SELECT at_ms AS atMs, kind, text FROM case_timeline WHERE case_id = ? ORDER BY id',
      row.id,
    ),
  };
}

interface CaseIndicatorRow {
  readonly type: number;
  readonly value: string;
  readonly added_at_ms: number;
  readonly comment: string | null;
  readonly role: string | null;
  readonly snapshot: string;
}

function readIndicators(db: ReadConnection, caseId: number): CaseIndicator[] {
  const rows = db.all<CaseIndicatorRow>(
    `SELECT i.type, i.value, c.added_at_ms, c.comment, c.role, c.snapshot
     FROM case_indicator c JOIN indicator i ON i.id = c.indicator_id WHERE c.case_id = ? ORDER BY c.id`,
    caseId,
  );
  return rows.map((row) => ({
    type: typeCodes.toWord(row.type),
    value: row.value,
    addedAtMs: row.added_at_ms,
    comment: row.comment,
    role: row.role,
    // Written by this store from the same type; frozen since.
    snapshot: JSON.parse(row.snapshot) as CaseSnapshot,
  }));
}
