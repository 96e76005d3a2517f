import type { CaseAddition } from '#main/services/ports/store/cases.ts';
import type { CaseSnapshot } from '#shared/model/case.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { countCases, requireCaseId } from './case-rows.ts';
import { record, recordOn } from './case-timeline.ts';
import { type Dossier, findByName, readDossiers } from './detail.ts';
import type { WriteContext, WriteTable } from './operation.ts';

/** How long one transaction may add: whoever waits for the writer waits no longer. */
const sliceMs = 40;
/** Indicators read together, between two looks at the clock: a few milliseconds. */
const chunkSize = 40;

const nothingYet: CaseAddition = { added: 0, alreadyThere: 0, entryId: null };

/** What changes who is in a case. */
export const caseAdditionWrites: WriteTable<'cases.addIndicators' | 'cases.removeIndicator'> = {
  'cases.addIndicators': (context, input) => {
    const caseId = requireCaseId(context.db, input.number);
    const startedMs = performance.now();
    let taken = 0;
    let { added, alreadyThere, entryId } = input.before ?? nothingYet;
    const before = added;
    while (taken < input.ids.length && (taken === 0 || performance.now() - startedMs < sliceMs)) {
      const chunk = input.ids.slice(taken, taken + chunkSize);
      taken += chunk.length;
      const fresh = withoutMembers(context.db, caseId, chunk);
      alreadyThere += chunk.length - fresh.length;
      const dossiers = readDossiers(context.db, fresh, context.nowMs);
      for (const dossier of dossiers) addOne(context, { ...input, caseId, dossier });
      added += dossiers.length;
    }
    if (added > before) {
      const text = `${written.format(added)} ${added === 1 ? 'indicator' : 'indicators'} added by ${input.by}.`;
      if (entryId === null) entryId = record(context, caseId, { atMs: input.atMs, kind: 'indicatorsAdded', text });
      else recordOn(context, entryId, text);
    }
    return { added, alreadyThere, entryId, taken };
  },
  'cases.removeIndicator': (context, { number, indicator, by, atMs }) => {
    const caseId = requireCaseId(context.db, number);
    const id = findByName(context.db, indicator);
    const removed =
      id === undefined
        ? 0
        : context.db.run('DELETE FROM case_indicator WHERE case_id = ? AND indicator_id = ?', caseId, id);
    if (id === undefined || removed === 0)
      throw new StoreFault('state.notFound', 'The case does not hold this indicator.');
    countCases(context.db, id);
    context.changes.touchIndicator(id);
    const text = `${indicator.type} ${indicator.value} removed by ${by}.`;
    record(context, caseId, { atMs, kind: 'indicatorRemoved', text });
    return null;
  },
};

/** Numbers as people read them: 56,000. */
const written = new Intl.NumberFormat('en-US');

interface Candidate {
  readonly caseId: number;
  readonly dossier: Dossier;
  readonly atMs: number;
  readonly comment: string | null;
  readonly role: string | null;
}

/** Those of some indicators that are not in the case yet, each once. */
function withoutMembers(db: ReadConnection, caseId: number, ids: readonly IndicatorId[]): readonly IndicatorId[] {
  const known = new Set(
    db.column<IndicatorId>(
      'SELECT indicator_id FROM case_indicator WHERE case_id = ? AND indicator_id IN (SELECT value FROM json_each(?))',
      caseId,
      JSON.stringify(ids),
    ),
  );
  return [...new Set(ids)].filter((id) => !known.has(id));
}

function addOne({ db, changes }: WriteContext, { caseId, dossier, atMs, comment, role }: Candidate): void {
  db.run(
    `INSERT INTO case_indicator(case_id, indicator_id, added_at_ms, comment, role, snapshot)
     VALUES (?, ?, ?, ?, ?, ?)`,
    caseId,
    dossier.id,
    atMs,
    comment,
    role,
    JSON.stringify(snapshotOf(dossier, atMs)),
  );
  countCases(db, dossier.id);
  changes.touchIndicator(dossier.id);
}

function snapshotOf({ observationList, relations, ...indicator }: Dossier, atMs: number): CaseSnapshot {
  return { takenAtMs: atMs, indicator, observations: observationList, relations };
}
