import type { IndicatorId } from '#shared/model/ids.ts';
import type { KnownIndicator } from '#shared/model/lookup.ts';
import { relationCodes, severityCodes, termFields } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { IndicatorWriter } from '../ingest/indicator-writer.ts';
import { findByName } from './detail.ts';
import type { ReadTable, WriteTable } from './operation.ts';
import { readSummaries } from './summaries.ts';

interface OpinionRow {
  readonly indicator_id: number;
  readonly vendor: string;
  readonly connection: string;
  readonly score: number | null;
  readonly vendor_score: string | null;
  readonly severity: number | null;
  readonly action: string | null;
  readonly benign: number;
  readonly expires_at_ms: number | null;
  readonly gone_at_ms: number | null;
}

export const lookupReads: ReadTable<'indicators.known'> = {
  'indicators.known': ({ db, nowMs }, { names }) => {
    const found = names.map((name) => {
      const own = findByName(db, name);
      return own === undefined ? undefined : { own, told: findTold(db, own) };
    });
    const ids = [...new Set(found.flatMap((one) => one?.told ?? []))];
    const summaries = new Map(readSummaries(db, ids, nowMs).map((summary) => [summary.id, summary]));
    const opinions = readOpinions(db, ids, nowMs);
    return found.map((one): KnownIndicator | null => {
      const summary = one === undefined ? undefined : summaries.get(one.told);
      if (one === undefined || summary === undefined) return null;
      return { summary, isSameFile: one.told !== one.own, opinions: [...(opinions.get(summary.id) ?? [])] };
    });
  },
};

/** Of a hash that no record is about, the hash of the same file that one is about; else the indicator itself. */
function findTold(db: ReadConnection, id: IndicatorId): IndicatorId {
  const twin = db.value<IndicatorId>(
    `SELECT other.id FROM indicator AS own
     JOIN relation AS r ON r.to_id = own.id AND r.kind = ${relationCodes.toCode.same_file}
     JOIN indicator AS other ON other.id = r.from_id
     WHERE own.id = ? AND own.derived = 1 AND other.derived = 0 LIMIT 1`,
    id,
  );
  return twin ?? id;
}

function readOpinions(
  db: ReadConnection,
  ids: readonly number[],
  nowMs: number,
): ReadonlyMap<IndicatorId, KnownIndicator['opinions']> {
  const rows = db.all<OpinionRow & { readonly indicator_id: IndicatorId }>(
    `SELECT o.indicator_id, c.vendor, c.name AS connection, o.score, o.vendor_score, o.severity, t.name AS action, o.benign,
       o.expires_at_ms, o.gone_at_ms
     FROM observation AS o
     JOIN stream_position AS s ON s.id = o.stream_id
     JOIN connection AS c ON c.id = s.connection_id
     LEFT JOIN term AS t ON t.id = o.action AND t.field = ${termFields.action}
     WHERE o.indicator_id IN (SELECT value FROM json_each(?))
     ORDER BY c.vendor, c.name, o.id`,
    JSON.stringify(ids),
  );
  const byId = new Map<IndicatorId, KnownIndicator['opinions']>();
  for (const row of rows) byId.set(row.indicator_id, [...(byId.get(row.indicator_id) ?? []), rowToOpinion(row, nowMs)]);
  return byId;
}

function rowToOpinion(row: OpinionRow, nowMs: number): KnownIndicator['opinions'][number] {
  const hasExpired = row.expires_at_ms !== null && row.expires_at_ms <= nowMs;
  return {
    vendor: row.vendor,
    connection: row.connection,
    score: row.score,
    vendorScore: row.vendor_score,
    severity: row.severity === null ? null : severityCodes.toWord(row.severity),
    action: row.action,
    isBenign: row.benign === 1,
    isLive: row.gone_at_ms === null && !hasExpired,
  };
}

export const lookupWrites: WriteTable<'indicators.ensure'> = {
  'indicators.ensure': ({ db, changes, nowMs }, { names }) => {
    const writer = new IndicatorWriter(db, changes, nowMs);
    return {
      ids: names.map((name) => {
        const id = writer.find(name.type, name.value) ?? writer.insert(name, []);
        // Of the table's own ids.
        return id as IndicatorId;
      }),
    };
  },
};
