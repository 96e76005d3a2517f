import type { SampleShare } from '#main/domain/pivots.ts';
import { relationCodes } from '../codes.ts';
import type { ReadTable } from './operation.ts';

/** More would make a list that nobody reads, and a query that nobody can. */
const sampleLimit = 20;
const shareLimit = 200;

const seenIn = relationCodes.toCode.seen_in_sample;

export const sampleReads: ReadTable<'indicators.samples'> = {
  'indicators.samples': ({ db }, { id }) =>
    db
      .all<{ readonly id: number; readonly value: string }>(
        `SELECT DISTINCT i.id, i.value FROM relation r JOIN indicator i ON i.id = r.to_id
           WHERE r.from_id = ? AND r.kind = ${seenIn}
         UNION SELECT i.id, i.value FROM indicator i
           WHERE i.id = ? AND EXISTS (SELECT 1 FROM relation r WHERE r.to_id = i.id AND r.kind = ${seenIn})
         ORDER BY i.value LIMIT ${sampleLimit}`,
        id,
        id,
      )
      .map(
        (sample): SampleShare => ({
          sample: sample.value,
          others: db.column<string>(
            `SELECT DISTINCT i.value FROM relation r JOIN indicator i ON i.id = r.from_id
           WHERE r.to_id = ? AND r.kind = ${seenIn} AND i.id <> ? ORDER BY i.value LIMIT ${shareLimit}`,
            sample.id,
            id,
          ),
        }),
      ),
};
