import type { ImportedRow } from '#main/services/ports/imports.ts';
import type { CaseSnapshot } from '#shared/model/case.ts';
import type { IndicatorId, ObservationId } from '#shared/model/ids.ts';
import type { FrozenMember } from '#shared/public-json/frozen.ts';
import { StoreFault } from '../fault.ts';
import type { IndicatorWriter } from '../ingest/indicator-writer.ts';
import { countCases } from './case-rows.ts';
import { readDossiers } from './detail.ts';
import type { WriteContext } from './operation.ts';

/** An indicator of a file on its way into a case. */
export interface Joining {
  readonly caseId: number;
  readonly indicatorId: number;
  readonly row: ImportedRow;
  readonly atMs: number;
}

/** What joining works with, for one transaction. */
export interface JoinContext extends WriteContext {
  readonly slice: { readonly indicators: IndicatorWriter };
}

/** Takes an indicator in: with what the file froze of it, else as it stands here. */
export function joinCase(context: JoinContext, { caseId, indicatorId, row, atMs }: Joining): void {
  const { db, changes } = context;
  const addedAtMs = row.addedAtMs ?? atMs;
  const snapshot =
    row.frozen === null
      ? freeze(context, indicatorId, atMs)
      : thaw(context, row.frozen, { indicatorId, takenAtMs: addedAtMs });
  db.run(
    `INSERT INTO case_indicator(case_id, indicator_id, added_at_ms, comment, role, snapshot)
     VALUES (?, ?, ?, ?, ?, ?)`,
    caseId,
    indicatorId,
    row.frozen === null ? atMs : addedAtMs,
    row.comment,
    row.role,
    JSON.stringify(snapshot),
  );
  countCases(db, indicatorId);
  changes.touchIndicator(indicatorId);
  changes.touch('cases');
}

function freeze({ db, nowMs }: JoinContext, indicatorId: number, takenAtMs: number): CaseSnapshot {
  const [dossier] = readDossiers(db, [indicatorId], nowMs);
  if (dossier === undefined) throw new StoreFault('storage.corrupt', 'An indicator was not there after it was stored.');
  const { observationList, relations, ...indicator } = dossier;
  return { takenAtMs, indicator, observations: observationList, relations };
}

/**
 * Gives a frozen indicator the row ids of this cache. Its records are not here: they bear the id of the record that the file
 * itself is; neighbours that are not here become derived indicators.
 */
function thaw(
  { db, slice }: JoinContext,
  { indicator, observations, relations }: FrozenMember,
  { indicatorId, takenAtMs }: { readonly indicatorId: number; readonly takenAtMs: number },
): CaseSnapshot {
  const own = db.value<ObservationId>('SELECT max(id) FROM observation WHERE indicator_id = ?', indicatorId);
  if (own === undefined) throw new StoreFault('storage.corrupt', 'A record was not there after it was stored.');
  const { indicators } = slice;
  return {
    takenAtMs,
    // Ids of the table's own rows.
    indicator: { ...indicator, id: indicatorId as IndicatorId },
    observations: observations.map((one) => ({ ...one, id: own })),
    relations: relations.map((one) => {
      const id = indicators.find(one.type, one.value) ?? indicators.insert({ ...one, received: null }, []);
      return { ...one, id: id as IndicatorId };
    }),
  };
}
