import type { CaseWindow } from '#main/services/ports/store/cases.ts';
import type { CaseIndicatorOrder, CaseIndicatorRow, CaseIndicatorState } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { caseIdOf } from './case-rows.ts';
import type { ReadTable } from './operation.ts';
import { readSummaries } from './summaries.ts';

const pageLimit = 200;

/** The table of a case, page by page. */
export const caseTableReads: ReadTable<'cases.indicators'> = {
  'cases.indicators': ({ db, nowMs }, window) => {
    if (window.limit > pageLimit) throw new StoreFault('input.tooLarge', `At most ${pageLimit} lines at once.`);
    const rows = readPage(db, window);
    const ids = rows.map(({ indicator_id }) => indicator_id);
    const live = new Map(readSummaries(db, ids, nowMs).map((one) => [Number(one.id), one]));
    return rows.flatMap((row) => {
      const now = live.get(row.indicator_id);
      return now === undefined ? [] : [rowToLine(row, now, window.number)];
    });
  },
};

interface PageRow {
  readonly indicator_id: number;
  readonly added_at_ms: number;
  readonly comment: string | null;
  readonly role: string | null;
  readonly frozen: string;
}

/** Sorted by the index of frozen values or by the indicators' own rows; snapshots are only read for the page itself. */
function readPage(db: ReadConnection, { number, order, descending, offset, limit }: CaseWindow): PageRow[] {
  const sort = sortColumns[order];
  const direction = descending ? 'DESC' : 'ASC';
  const keys = sort.columns.map((column) => `${column} ${direction} NULLS LAST`).join(', ');
  const join = sort.isLive ? 'JOIN indicator i ON i.id = c.indicator_id' : '';
  return db.all<PageRow>(
    `SELECT p.indicator_id, p.added_at_ms, substr(p.comment, 1, 200) AS comment, p.role,
       p.snapshot -> '$.indicator' AS frozen
     FROM (SELECT c.id, row_number() OVER () AS place FROM
       (SELECT c.id FROM case_indicator c ${join} WHERE c.case_id = ? ORDER BY ${keys} LIMIT ? OFFSET ?) c) t
     JOIN case_indicator p ON p.id = t.id ORDER BY t.place`,
    caseIdOf(number),
    limit,
    offset,
  );
}

interface SortColumns {
  readonly columns: readonly string[];
  readonly isLive: boolean;
}

const sortColumns: Readonly<Record<CaseIndicatorOrder, SortColumns>> = {
  added: { columns: ['c.id'], isLive: false },
  type: { columns: ['i.type', 'i.value', 'c.id'], isLive: true },
  value: { columns: ['i.value', 'c.id'], isLive: true },
  scoreBefore: { columns: ['c.score_before', 'c.id'], isLive: false },
  score: { columns: ['i.score', 'c.id'], isLive: true },
  verdictBefore: { columns: ['c.verdict_before', 'c.id'], isLive: false },
  verdict: { columns: ['i.verdict', 'c.id'], isLive: true },
};

function rowToLine(row: PageRow, now: IndicatorSummary, own: CaseNumber): CaseIndicatorRow {
  // Written by this store from the same type; frozen since.
  const before = JSON.parse(row.frozen) as IndicatorSummary;
  return {
    id: now.id,
    type: now.type,
    value: now.value,
    received: before.received,
    addedAtMs: row.added_at_ms,
    comment: row.comment,
    role: row.role,
    otherCases: now.cases.filter((number) => number !== own),
    before: stateOf(before),
    now: stateOf(now),
  };
}

function stateOf({ score, severity, verdict, state, vendors, flags }: IndicatorSummary): CaseIndicatorState {
  return { score, severity, verdict, state, vendors, flags };
}
