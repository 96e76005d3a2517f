import type { CaseSummary } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { caseStatuses, papMarks, severities, tlpMarks, verdicts } from '#shared/model/vocabulary.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { caseNumberOf } from './summaries.ts';

/** A case as its table holds it, with two counts. */
export interface CaseRow {
  readonly id: number;
  readonly uuid: string;
  readonly title: string;
  readonly status: string;
  readonly severity: string;
  readonly tlp: string;
  readonly pap: string;
  readonly assignee: string | null;
  readonly summary: string | null;
  readonly verdict: string | null;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly closed_at_ms: number | null;
  readonly indicator_count: number;
  readonly open_task_count: number;
}

/** Start of a statement that yields {@link CaseRow}s. */
export const selectCases = `
  SELECT f.*, (SELECT count(*) FROM case_indicator i WHERE i.case_id = f.id) AS indicator_count,
    (SELECT count(*) FROM case_task t WHERE t.case_id = f.id AND t.done = 0) AS open_task_count
  FROM case_file f`;

/** Row id of a case: its number. */
export function caseIdOf(number: CaseNumber): number {
  return Number(number.slice('CASE-'.length));
}

/** A case's row. @throws StoreFault `state.notFound`. */
export function requireCase(db: ReadConnection, number: CaseNumber): CaseRow {
  const row = db.get<CaseRow>(`${selectCases} WHERE f.id = ?`, caseIdOf(number));
  if (row === undefined) throw noSuchCase(number);
  return row;
}

/** Writes on an indicator's row in how many cases it is, after that changed. */
export function countCases(db: WriteConnection, indicatorId: number): void {
  db.run(
    'UPDATE indicator SET cases = (SELECT count(*) FROM case_indicator WHERE indicator_id = ?) WHERE id = ?',
    indicatorId,
    indicatorId,
  );
}

/** Row id of a case that must be there; its members are not counted. @throws StoreFault `state.notFound`. */
export function requireCaseId(db: ReadConnection, number: CaseNumber): number {
  const id = db.value<number>('SELECT id FROM case_file WHERE id = ?', caseIdOf(number));
  if (id === undefined) throw noSuchCase(number);
  return id;
}

function noSuchCase(number: CaseNumber): StoreFault {
  return new StoreFault('state.notFound', `There is no case ${number}.`);
}

export function rowToCaseSummary(row: CaseRow): CaseSummary {
  return {
    // Made from the row's own id, so of the form that the schema asks for.
    number: caseNumberOf(row.id) as CaseNumber,
    uuid: row.uuid,
    title: row.title,
    status: wordOf(caseStatuses, row.status),
    severity: wordOf(severities, row.severity),
    tlp: wordOf(tlpMarks, row.tlp),
    pap: wordOf(papMarks, row.pap),
    assignee: row.assignee,
    summary: row.summary,
    verdict: row.verdict === null ? null : wordOf(verdicts, row.verdict),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    closedAtMs: row.closed_at_ms,
    indicatorCount: row.indicator_count,
    openTaskCount: row.open_task_count,
  };
}

function wordOf<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new StoreFault('storage.corrupt', 'The database holds a value that has no meaning.');
  return word;
}
