import Sqlite from 'better-sqlite3';
import { testPaths } from './store.ts';

/** Everything that two histories of a store must agree on, by names instead of row ids. */
export function dumpStore(folder: string) {
  const db = new Sqlite(testPaths(folder).databaseFile, { readonly: true });
  const rows = (sql: string): unknown[] => db.prepare(sql).raw().all();
  const words = `(SELECT group_concat(name, ',') FROM (SELECT name FROM term WHERE instr(i.terms, ' ' || id || ' ') ORDER BY name))`;
  try {
    return {
      check: db.pragma('quick_check', { simple: true }),
      indicators: rows(
        `SELECT type, value, received, score, severity, flags, observations, last_seen_at_ms, fetched_at_ms, host_key,
           triage_state, verdict, triaged_at_ms, ${words} FROM indicator i ORDER BY value, type`,
      ),
      observations: rows(
        `SELECT vendor_key, hex(raw_sha256), i.value, o.score, o.gone_at_ms, o.fetched_at_ms, o.versions
         FROM observation o JOIN indicator i ON i.id = o.indicator_id ORDER BY vendor_key`,
      ),
      relations: rows(
        `SELECT a.value, r.kind, b.value FROM relation r JOIN indicator a ON a.id = r.from_id
         JOIN indicator b ON b.id = r.to_id ORDER BY 1, 2, 3`,
      ),
      aliases: rows(
        'SELECT a.alias, i.value FROM indicator_alias a JOIN indicator i ON i.id = a.indicator_id ORDER BY 1',
      ),
      triage: rows(
        'SELECT i.value, t.state, t.at_ms, t.by FROM triage_entry t JOIN indicator i ON i.id = t.indicator_id ORDER BY 1, 3',
      ),
      positions: rows('SELECT stream, checkpoint, cursor, total, last_complete_at_ms FROM stream_position ORDER BY id'),
      pages: rows('SELECT count(*) FROM walk_page'),
      lastRun: rows('SELECT status, received, rejected FROM sync_run ORDER BY id DESC LIMIT 1'),
      rejected: rows('SELECT reason, raw FROM rejected_record WHERE run_id = (SELECT max(id) FROM sync_run)'),
    };
  } finally {
    db.close();
  }
}
