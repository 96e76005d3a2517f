import type { CaseAddition } from '#main/services/ports/store.ts';
import type { CaseSnapshot } from '#shared/model/case.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { StoreFault } from '../fault.ts';
import { countCases, requireCase } from './case-rows.ts';
import { record, recordOn } from './case-timeline.ts';
import { findByName, readDetail } from './detail.ts';
import type { WriteContext, WriteTable } from './operation.ts';

/** How long one transaction may add: whoever waits for the writer waits no longer. */
const sliceMs = 40;

const nothingYet: CaseAddition = { added: 0, alreadyThere: 0, entryId: null };

/** What changes who is in a case. */
export const caseAdditionWrites: WriteTable<'cases.addIndicators' | 'cases.removeIndicator'> = {
  'cases.addIndicators': (context, input) => {
    const { id: caseId } = requireCase(context.db, input.number);
    const startedMs = performance.now();
    let taken = 0;
    let { added, alreadyThere, entryId } = input.before ?? nothingYet;
    const before = added;
    for (const id of input.ids) {
      if (taken > 0 && performance.now() - startedMs > sliceMs) break;
      taken += 1;
      const outcome = addOne(context, { ...input, caseId, indicatorId: id });
      if (outcome === 'added') added += 1;
      if (outcome === 'alreadyThere') alreadyThere += 1;
    }
    if (added > before) {
      const text = `${written.format(added)} ${added === 1 ? 'indicator' : 'indicators'} added by ${input.by}.`;
      if (entryId === null) entryId = record(context, caseId, { atMs: input.atMs, kind: 'indicatorsAdded', text });
      else recordOn(context, entryId, text);
    }
    return { added, alreadyThere, entryId, taken };
  },
  'cases.removeIndicator': (context, { number, indicator, by, atMs }) => {
    const row = requireCase(context.db, number);
    const id = findByName(context.db, indicator);
    const removed =
      id === undefined
        ? 0
        : context.db.run('DELETE FROM case_indicator WHERE case_id = ? AND indicator_id = ?', row.id, id);
    if (id === undefined || removed === 0)
      throw new StoreFault('state.notFound', 'The case does not hold this indicator.');
    countCases(context.db, id);
    context.changes.touchIndicator(id);
    const text = `${indicator.type} ${indicator.value} removed by ${by}.`;
    record(context, row.id, { atMs, kind: 'indicatorRemoved', text });
    return null;
  },
};

/** Numbers as people read them: 56,000. */
const written = new Intl.NumberFormat('en-US');

interface Candidate {
  readonly caseId: number;
  readonly indicatorId: number;
  readonly atMs: number;
  readonly comment: string | null;
  readonly role: string | null;
}

function addOne({ db, changes, nowMs }: WriteContext, one: Candidate): 'added' | 'alreadyThere' | 'unknown' {
  const { caseId, indicatorId, atMs } = one;
  const known = db.value('SELECT 1 FROM case_indicator WHERE case_id = ? AND indicator_id = ?', caseId, indicatorId);
  if (known !== undefined) return 'alreadyThere';
  const detail = readDetail(db, indicatorId, nowMs);
  if (detail === undefined) return 'unknown';
  db.run(
    `INSERT INTO case_indicator(case_id, indicator_id, added_at_ms, comment, role, snapshot)
     VALUES (?, ?, ?, ?, ?, ?)`,
    caseId,
    indicatorId,
    atMs,
    one.comment,
    one.role,
    JSON.stringify(snapshotOf(detail, atMs)),
  );
  countCases(db, indicatorId);
  changes.touchIndicator(indicatorId);
  return 'added';
}

function snapshotOf(
  { observationList, relations, triageHistory: _, ...indicator }: IndicatorDetail,
  atMs: number,
): CaseSnapshot {
  return { takenAtMs: atMs, indicator, observations: observationList, relations };
}
