/**
 * What is kept of a connection for a limited time only. A record is due when nothing was heard of it since a moment: it was
 * neither seen, nor changed, nor did it expire after it; one that is gone at the vendor, when it went before it.
 */
import type { RetentionPart } from '#main/services/ports/store/connections.ts';
import type { ReadConnection } from '../connection.ts';
import { forgetLooks, forgetRecords, type RecordRow } from '../ingest/forget-records.ts';
import { IndicatorWriter } from '../ingest/indicator-writer.ts';
import { requireConnection } from './connections.ts';
import type { ReadTable, WriteTable } from './operation.ts';

/** Ids looked at per read: some ten milliseconds. */
const readIds = 50_000;
/** Ids looked at, and records deleted, between two looks at the clock. */
const chunkIds = 5_000;
const chunkRows = 100;
const sliceMs = 40;
/** As in a reference to a raw record: block * 64 + slot. */
const slotsPerBlock = 64;

/** Due, and nothing that an analyst worked on; of streams that are not in the middle of a walk, which counts what it saw. */
const dueRows = `
  FROM observation o
  WHERE o.id > ? AND o.id <= ?
    AND o.stream_id IN (SELECT id FROM stream_position WHERE connection_id = ? AND cursor IS NULL)
    AND coalesce(o.gone_at_ms, max(o.fetched_at_ms, coalesce(o.last_seen_at_ms, 0), coalesce(o.expires_at_ms, 0))) < ?
    AND NOT EXISTS (SELECT 1 FROM triage_entry WHERE indicator_id = o.indicator_id)
    AND NOT EXISTS (SELECT 1 FROM tag_entry WHERE indicator_id = o.indicator_id)
    AND NOT EXISTS (SELECT 1 FROM case_indicator WHERE indicator_id = o.indicator_id)
    AND NOT EXISTS (SELECT 1 FROM outbox_item WHERE indicator_id = o.indicator_id)`;

export const retentionReads: ReadTable<'retention.count' | 'retention.blocks' | 'retention.blocksInUse'> = {
  'retention.count': ({ db }, { id, beforeMs, afterId }) => {
    const connection = requireConnection(db, id).id;
    const { untilId, ...part } = nextRange(db, afterId, readIds);
    const due = db.value<number>(`SELECT count(*) ${dueRows}`, afterId, untilId, connection, beforeMs) ?? 0;
    return { due, ...part };
  },
  'retention.blocks': ({ db }, { id }) =>
    db.column<number>(
      'SELECT id FROM raw_block WHERE stream_id IN (SELECT id FROM stream_position WHERE connection_id = ?)',
      requireConnection(db, id).id,
    ),
  'retention.blocksInUse': ({ db }, { id, afterId }) => {
    const connection = requireConnection(db, id).id;
    const { untilId, ...part } = nextRange(db, afterId, readIds);
    const range = [afterId, untilId, connection] as const;
    const which = `o.id > ? AND o.id <= ? AND o.stream_id IN (SELECT id FROM stream_position WHERE connection_id = ?)`;
    const blocks = db.column<number>(
      `SELECT o.raw_ref / ${slotsPerBlock} FROM observation o WHERE ${which}
       UNION SELECT v.raw_ref / ${slotsPerBlock} FROM observation o JOIN observation_version v ON v.observation_id = o.id
       WHERE ${which}`,
      ...range,
      ...range,
    );
    return { blocks, ...part };
  },
};

export const retentionWrites: WriteTable<'retention.forget' | 'retention.dropBlocks'> = {
  'retention.forget': ({ db, changes, nowMs }, { id, beforeMs, afterId }) => {
    const connection = requireConnection(db, id).id;
    const startedMs = performance.now();
    // What was deleted shall not be read in the file's free pages.
    db.value('PRAGMA secure_delete = ON');
    const indicators = new IndicatorWriter(db, changes, nowMs);
    let [place, forgotten]: [number | null, number] = [afterId, 0];
    try {
      while (place !== null && (place === afterId || performance.now() - startedMs < sliceMs)) {
        const { untilId, nextAfterId } = nextRange(db, place, chunkIds);
        const rows: readonly RecordRow[] = db.all<RecordRow>(
          `SELECT o.id, o.indicator_id, o.stream_id ${dueRows} ORDER BY o.id LIMIT ${chunkRows}`,
          place,
          untilId,
          connection,
          beforeMs,
        );
        forgetRecords({ db, changes, indicators }, rows);
        forgotten += rows.length;
        const last = rows.at(-1)?.id ?? untilId;
        place = rows.length === chunkRows ? last : nextAfterId;
      }
      if (forgotten > 0) forgetLooks(db);
    } finally {
      db.value('PRAGMA secure_delete = OFF');
    }
    return { forgotten, nextAfterId: place };
  },
  'retention.dropBlocks': ({ db }, { id, blocks }) => {
    db.value('PRAGMA secure_delete = ON');
    try {
      db.run(
        `DELETE FROM raw_block WHERE id IN (SELECT value FROM json_each(?))
           AND stream_id IN (SELECT id FROM stream_position WHERE connection_id = ?)`,
        JSON.stringify(blocks),
        requireConnection(db, id).id,
      );
    } finally {
      db.value('PRAGMA secure_delete = OFF');
    }
    return null;
  },
};

/** The next ids, and what comes after them. */
function nextRange(db: ReadConnection, afterId: number, size: number): RetentionPart & { readonly untilId: number } {
  const lastId = db.value<number | null>('SELECT max(id) FROM observation') ?? 0;
  const untilId = Math.min(afterId + size, Math.max(afterId, lastId));
  return { untilId, nextAfterId: untilId < lastId ? untilId : null };
}
