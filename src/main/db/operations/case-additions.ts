import type { CaseAddition, PlaceRange } from '#main/services/ports/store/cases.ts';
import type { CaseSnapshot } from '#shared/model/case.ts';
import type { CaseMemberId, IndicatorId } from '#shared/model/ids.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { countCases, requireCase, requireCaseId } from './case-rows.ts';
import { record, recordOn } from './case-timeline.ts';
import { type Dossier, findByName, readDossiers } from './detail.ts';
import type { WriteContext, WriteTable } from './operation.ts';

/** How long one transaction may add: whoever waits for the writer waits no longer. */
const sliceMs = 40;
/** Indicators read together, between two looks at the clock: a few milliseconds. */
const chunkSize = 40;

const nothingYet: CaseAddition = { added: 0, alreadyThere: 0, entryId: null, places: null };

type CaseAdditionName = 'cases.addIndicators' | 'cases.removeAddition' | 'cases.removeIndicator';

/** What changes who is in a case. */
export const caseAdditionWrites: WriteTable<CaseAdditionName> = {
  'cases.addIndicators': (context, input) => {
    const caseId = requireCaseId(context.db, input.number);
    const startedMs = performance.now();
    let taken = 0;
    let { added, alreadyThere, entryId, places } = input.before ?? nothingYet;
    const before = added;
    while (taken < input.ids.length && (taken === 0 || performance.now() - startedMs < sliceMs)) {
      const chunk = input.ids.slice(taken, taken + chunkSize);
      taken += chunk.length;
      const fresh = withoutMembers(context.db, caseId, chunk);
      alreadyThere += chunk.length - fresh.length;
      const dossiers = readDossiers(context.db, fresh, context.nowMs);
      for (const dossier of dossiers) {
        const last = addOne(context, { ...input, caseId, dossier });
        places = { first: places?.first ?? last, last };
      }
      added += dossiers.length;
    }
    if (added > before) {
      const text = `${written.format(added)} ${added === 1 ? 'indicator' : 'indicators'} added by ${input.by}.`;
      if (entryId === null) entryId = record(context, caseId, { atMs: input.atMs, kind: 'indicatorsAdded', text });
      else recordOn(context, entryId, text);
    }
    return { added, alreadyThere, entryId, places, taken };
  },
  'cases.removeAddition': (context, { number, addedAtMs, places, before, by, atMs }) => {
    const { id: caseId, status } = requireCase(context.db, number);
    if (status === 'closed') {
      throw new StoreFault('state.illegalTransition', `${number} was closed since: what was added to it stays.`);
    }
    const startedMs = performance.now();
    let { removed, entryId, lastId } = before ?? { removed: 0, entryId: null, lastId: places.first - 1 };
    const ids: IndicatorId[] = [];
    do {
      const chunk = membersBehind(lastId, context.db, { caseId, addedAtMs, places });
      for (const one of chunk) removeOne(context, one);
      ids.push(...chunk.map(({ indicator_id }) => indicator_id));
      lastId = chunk.at(-1)?.id ?? lastId;
      if (chunk.length < chunkSize) break;
    } while (performance.now() - startedMs < sliceMs);
    removed += ids.length;
    if (ids.length > 0) {
      const text = `${written.format(removed)} ${removed === 1 ? 'indicator' : 'indicators'} taken out again by ${by}.`;
      if (entryId === null) entryId = record(context, caseId, { atMs, kind: 'additionTakenBack', text });
      else recordOn(context, entryId, text);
    }
    return { removed, entryId, lastId, ids };
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

interface Member {
  readonly id: number;
  readonly indicator_id: IndicatorId;
}

interface DoneAddition {
  readonly caseId: number;
  readonly addedAtMs: number;
  readonly places: PlaceRange;
}

/** The next of those that an addition put in. */
function membersBehind(
  lastId: number,
  db: ReadConnection,
  { caseId, addedAtMs, places }: DoneAddition,
): readonly Member[] {
  return db.all<Member>(
    `SELECT id, indicator_id FROM case_indicator
     WHERE case_id = ? AND id > ? AND id <= ? AND added_at_ms = ? ORDER BY id LIMIT ?`,
    caseId,
    lastId,
    places.last,
    addedAtMs,
    chunkSize,
  );
}

function removeOne({ db, changes }: WriteContext, { id, indicator_id }: Member): void {
  db.run('DELETE FROM case_indicator WHERE id = ?', id);
  countCases(db, indicator_id);
  changes.touchIndicator(indicator_id);
}

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

/** @returns its place. */
function addOne({ db, changes }: WriteContext, { caseId, dossier, atMs, comment, role }: Candidate): CaseMemberId {
  const id = db.insert(
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
  // The row's own id.
  return id as CaseMemberId;
}

function snapshotOf({ observationList, relations, ...indicator }: Dossier, atMs: number): CaseSnapshot {
  return { takenAtMs: atMs, indicator, observations: observationList, relations };
}
