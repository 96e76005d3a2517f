import { createHash } from 'node:crypto';
import { type Countable, tallyAll } from '#main/domain/tally.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { typeCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { compileReportIds } from '../search/compile.ts';
import { findByName, refuseMoreThan } from './detail.ts';
import type { ReadTable } from './operation.ts';
import { readStreamNames } from './streams.ts';
import { readSummaries } from './summaries.ts';

const tallyLimit = 1_000;
const decisionLimit = 1_000;

/** What reports ask beside the indicators themselves. */
export const reportReads: ReadTable<
  'indicators.reportIds' | 'indicators.picked' | 'indicators.tally' | 'triage.deciders'
> = {
  'indicators.reportIds': (context, { plan }) => {
    const { sql, params } = compileReportIds(context, plan);
    return context.db.column<IndicatorId>(sql, ...params);
  },
  'indicators.picked': ({ db }, { ids, names }) => {
    const found = names.map((name) => findByName(db, name) ?? name);
    const known = [...ids, ...found.filter((one) => typeof one === 'number')];
    const unknown = found.filter((one) => typeof one !== 'number');
    // UNION takes each name once.
    const rows = db.all<{ readonly id: IndicatorId | null; readonly type: number; readonly value: string }>(
      `SELECT id, type, value FROM indicator WHERE id IN (SELECT value FROM json_each(?))
       UNION SELECT NULL, value ->> 0, value ->> 1 FROM json_each(?) ORDER BY 2, 3`,
      JSON.stringify(known),
      JSON.stringify(unknown.map(({ type, value }) => [typeCodes.toCode[type], value])),
    );
    const digest = createHash('sha256');
    const members = rows.map(({ id, type: code, value }) => {
      const type = typeCodes.toWord(code);
      digest.update(`${JSON.stringify([type, value])}\n`);
      return id ?? { type, value };
    });
    return { members, digest: digest.digest('hex') };
  },
  'indicators.tally': ({ db, nowMs }, { ids }) => {
    refuseMoreThan(ids, tallyLimit);
    const records = readTimes(db, ids);
    const summaries = readSummaries(db, ids, nowMs);
    return tallyAll(
      summaries.map((indicator) => ({ indicator, observations: records.get(indicator.id) ?? [], addedAtMs: null })),
    );
  },
  'triage.deciders': ({ db }, { decisions }) => {
    refuseMoreThan(decisions, decisionLimit);
    return decisions.map(
      ({ type, value, atMs }) =>
        db.value<string>(
          `SELECT t.by FROM indicator i JOIN triage_entry t ON t.indicator_id = i.id
           WHERE i.value = ? AND i.type = ? AND t.at_ms = ? ORDER BY t.id DESC LIMIT 1`,
          value,
          typeCodes.toCode[type],
          atMs,
        ) ?? null,
    );
  },
};

type Times = Iterable<Countable['observations'] extends Iterable<infer Each> ? Each : never>;

/** Who said something of each indicator and when the last of it changed: a line per stream stands for all its records. */
function readTimes(db: ReadConnection, ids: readonly number[]): ReadonlyMap<number, Times> {
  const rows = db.all<{ indicator_id: number; stream_id: number; fetchedAtMs: number; goneAtMs: number | null }>(
    `SELECT indicator_id, stream_id, max(fetched_at_ms) AS fetchedAtMs, max(gone_at_ms) AS goneAtMs
     FROM observation WHERE indicator_id IN (SELECT value FROM json_each(?)) GROUP BY indicator_id, stream_id`,
    JSON.stringify(ids),
  );
  const streams = readStreamNames(db);
  return Map.groupBy(
    rows.map(({ indicator_id, stream_id, fetchedAtMs, goneAtMs }) => {
      const stream = streams.get(stream_id);
      if (stream === undefined) throw new StoreFault('storage.corrupt', 'A vendor record belongs to no connection.');
      return { indicatorId: indicator_id, connection: stream.connection, vendor: stream.vendor, fetchedAtMs, goneAtMs };
    }),
    ({ indicatorId }) => indicatorId,
  );
}
