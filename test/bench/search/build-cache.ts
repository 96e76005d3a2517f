import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { severityCodes, termFields, typeCodes } from '#main/db/codes.ts';
import { encodeIdSet } from '#main/db/id-lists.ts';
import { ipKeyOf } from '#main/db/ingest/ip-keys.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { hostKeyOf } from '#main/db/operations/host-keys.ts';
import { dropSums } from '#main/db/sums/page-sums.ts';
import { severityOfScore } from '#shared/model/vocabulary.ts';
import { projectRoot } from '../../support/project-root.ts';
import { type BenchIndicator, benchNowMs, indicatorAt, vendors, vocabulary, type WordField } from './generate.ts';

type Database = Awaited<ReturnType<typeof openWriter>>['database'];

/**
 * A data folder with a cache of so many indicators, rolled up as a sync leaves them; made once and kept in `.cache`. The
 * records themselves are not in it: searches do not read them.
 */
export async function buildCache(size: number): Promise<string> {
  const folder = join(projectRoot, '.cache', 'bench', `search-${size}-v2`);
  if (existsSync(folder)) {
    // Made by an older version, it may lack the newest steps of the schema.
    const file = join(folder, 'sightline.db');
    (await openWriter({ file, nowMs: benchNowMs })).database.close();
    // SQLite has copied what a run left in the log.
    dropSums(file);
    return folder;
  }
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const { database } = await openWriter({ file: join(making, 'sightline.db'), nowMs: benchNowMs });
  const indexes = dropIndexes(database);
  database.exec('BEGIN');
  const termId = insertWords(database);
  insertStreams(database);
  insertIndicators(database, size, termId);
  // As a writer that gave the first sequence number.
  database.exec(`UPDATE revision SET value = 1 WHERE kind = 'indicators'`);
  database.exec('INSERT INTO lineage(seq, token) VALUES (1, randomblob(16)); COMMIT');
  for (const sql of indexes) database.exec(sql);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  renameSync(making, folder);
  return folder;
}

/** Made again once the rows are in: a tenth of the time. */
function dropIndexes(database: Database): readonly string[] {
  const rows = database
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'indicator' AND sql IS NOT NULL`)
    .all() as { name: string; sql: string }[];
  for (const { name } of rows) database.exec(`DROP INDEX ${name}`);
  return rows.map(({ sql }) => sql);
}

function insertWords(database: Database): (field: WordField, number: number) => number {
  const insert = database.prepare('INSERT INTO term(field, name, key) VALUES (?, ?, ?)');
  const first = new Map<WordField, number>();
  // The names of the fields, from the table of how many words each has.
  for (const field of Object.keys(vocabulary) as WordField[]) {
    for (let number = 0; number < vocabulary[field]; number += 1) {
      const name = `${field}-${number}`;
      const id = Number(insert.run(termFields[field], name, name).lastInsertRowid);
      if (number === 0) first.set(field, id);
    }
  }
  return (field, number) => (first.get(field) ?? 0) + number;
}

function insertStreams(database: Database): void {
  for (const [at, vendor] of vendors.entries()) {
    database
      .prepare(
        `INSERT INTO connection(id, uid, name, name_key, vendor, options, created_at_ms) VALUES (?, ?, ?, ?, ?, '{}', 0)`,
      )
      .run(at + 1, `c-${String(at).padStart(16, '0')}`, vendor, vendor, vendor);
    database
      .prepare('INSERT INTO stream_position(id, connection_id, stream) VALUES (?, ?, ?)')
      .run(at + 1, at + 1, 'indicators');
  }
}

function insertIndicators(
  database: Database,
  size: number,
  termId: (field: WordField, number: number) => number,
): void {
  const insert = database.prepare(`
    INSERT INTO indicator(type, value, score, severity, observations, first_seen_at_ms, last_seen_at_ms, expires_at_ms,
      expired_from_at_ms, fetched_at_ms, streams, terms, ip_key, ip_end, host_key, seq)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`);
  for (let i = 0; i < size; i += 1) {
    const one: BenchIndicator = indicatorAt(i);
    const ip = ipKeyOf(one.type, one.value);
    insert.run(
      typeCodes.toCode[one.type],
      one.value,
      one.score,
      severityCodes.toCode[severityOfScore(one.score)],
      one.vendors.length,
      one.firstSeenMs,
      one.lastSeenMs,
      one.expiresAtMs,
      one.expiresAtMs,
      benchNowMs - Math.floor((size - i) / 1_000) * 977,
      encodeIdSet(one.vendors.map((at) => at + 1)),
      encodeIdSet(one.words.map(([field, number]) => termId(field, number))),
      ip?.first ?? null,
      ip?.end ?? null,
      hostKeyOf(one.type, one.value),
    );
  }
}
