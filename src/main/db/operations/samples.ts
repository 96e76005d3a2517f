import type { SampleShares } from '#main/domain/pivots.ts';
import { relationCodes } from '../codes.ts';
import type { ReadTable } from './operation.ts';

/** More would make a list that nobody reads, and a query that nobody can. */
const sampleLimit = 20;
const shareLimit = 200;
/** Relations that are looked at per question: a sample of a whole botnet is not worth the seconds of a reader. */
const lookedAt = 10_000;

const seenIn = relationCodes.toCode.seen_in_sample;

const samplesOf = `SELECT DISTINCT i.id, i.value FROM relation r JOIN indicator i ON i.id = r.to_id
    WHERE r.from_id = ? AND r.kind = ${seenIn}
  UNION SELECT i.id, i.value FROM indicator i
    WHERE i.id = ? AND EXISTS (SELECT 1 FROM relation r WHERE r.to_id = i.id AND r.kind = ${seenIn})`;

const othersOf = `SELECT DISTINCT r.from_id AS id FROM
    (SELECT from_id FROM relation WHERE to_id = ? AND kind = ${seenIn} LIMIT ${lookedAt}) r WHERE r.from_id <> ?`;

export const sampleReads: ReadTable<'indicators.samples'> = {
  'indicators.samples': ({ db }, { id }): SampleShares => {
    const samples = db.all<{ readonly id: number; readonly value: string }>(
      `SELECT * FROM (${samplesOf} LIMIT ${lookedAt}) ORDER BY value`,
      id,
      id,
    );
    return {
      leftOut: Math.max(0, samples.length - sampleLimit),
      samples: samples.slice(0, sampleLimit).map((sample) => {
        const total = db.value<number>(`SELECT count(*) FROM (${othersOf})`, sample.id, id) ?? 0;
        const others = db.column<string>(
          `SELECT i.value FROM (${othersOf}) o JOIN indicator i ON i.id = o.id ORDER BY i.value LIMIT ${shareLimit}`,
          sample.id,
          id,
        );
        return { sample: sample.value, others, unnamed: total - others.length };
      }),
    };
  },
};
