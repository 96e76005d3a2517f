import type { NamedIndicator } from '#main/services/ports/store/indicators.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { typeCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { readObservations } from './observations.ts';
import type { ReadTable } from './operation.ts';
import { readRelations } from './relations.ts';
import { readSummaries } from './summaries.ts';
import { readTagHistory, tellOwnTags } from './tag-history.ts';
import { readTriageHistory } from './triage.ts';

const detailLimit = 200;
/** Summaries are small; an answer of these many stays below a megabyte. */
const summaryLimit = 5_000;

export const detailReads: ReadTable<'indicators.detail' | 'indicators.details' | 'indicators.summaries'> = {
  'indicators.detail': ({ db, nowMs }, input) => {
    const id = 'id' in input ? input.id : findByName(db, input);
    return id === undefined ? null : (readDetail(db, id, nowMs) ?? null);
  },
  'indicators.details': ({ db, nowMs }, { ids }) => {
    refuseMoreThan(ids, detailLimit);
    return readDossiers(db, ids, nowMs).map((one) => withHistory(db, one));
  },
  'indicators.summaries': ({ db, nowMs }, { ids }) => {
    refuseMoreThan(ids, summaryLimit);
    return readSummaries(db, ids, nowMs);
  },
};

/** Id of an indicator under its own name or an alias; undefined when unknown. */
export function findByName(db: ReadConnection, { type, value }: NamedIndicator): IndicatorId | undefined {
  const known = db.value<IndicatorId>(
    'SELECT id FROM indicator WHERE value = ? AND type = ?',
    value,
    typeCodes.toCode[type],
  );
  if (known !== undefined || type !== 'other') return known;
  return db.value<IndicatorId>('SELECT indicator_id FROM indicator_alias WHERE alias = ?', value);
}

function readDetail(db: ReadConnection, id: number, nowMs: number): IndicatorDetail | undefined {
  const [known] = readDossiers(db, [id], nowMs);
  return known === undefined ? undefined : withHistory(db, known);
}

/** An indicator with what vendors say of it. */
export type Dossier = Omit<IndicatorDetail, 'triageHistory' | 'ownTags' | 'tagHistory'>;

/** In the order of the ids; what is not there (any more) is left out. All in a few statements: one by one costs ten each. */
export function readDossiers(db: ReadConnection, ids: readonly number[], nowMs: number): readonly Dossier[] {
  const summaries = readSummaries(db, ids, nowMs);
  const observations = readObservations(db, ids);
  const relations = readRelations(db, summaries);
  return summaries.map((summary) => ({
    ...summary,
    observationList: [...(observations.get(summary.id) ?? [])],
    relations: [...(relations.get(summary.id) ?? [])],
  }));
}

function withHistory(db: ReadConnection, one: Dossier): IndicatorDetail {
  return {
    ...one,
    triageHistory: [...readTriageHistory(db, one.id)],
    ownTags: [...tellOwnTags(db, one.id)],
    tagHistory: [...readTagHistory(db, one.id)],
  };
}

/** @throws StoreFault `input.tooLarge`. */
export function refuseMoreThan(ids: readonly unknown[], limit: number): void {
  if (ids.length > limit) throw new StoreFault('input.tooLarge', `At most ${limit} indicators can be read at once.`);
}
