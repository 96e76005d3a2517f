import { seal } from '#main/db/audit/seal.ts';

/** How many indicators, observations and cases' lines an earlier database of ours has: a few pages of each table. */
const many = 300;
const counted = `WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${many})`;

/** Sealed as the log seals its entries, one after the other. */
function auditEntries(count: number): string {
  let before = Buffer.alloc(32);
  const rows: string[] = [];
  for (let id = 1; id <= count; id += 1) {
    const entry = JSON.stringify({
      action: 'cases.addNote',
      at: '2026-11-21T00:00:00.000Z',
      by: 'ana',
      case: id % 3,
      id,
    });
    const hash = seal(before, entry);
    rows.push(`(${id}, '${entry}', x'${hash.toString('hex')}')`);
    before = Buffer.from(hash);
  }
  return `INSERT INTO audit_entry(id, entry, hash) VALUES ${rows.join(', ')}`;
}

/**
 * SQL that puts rows into what each step of the schema brought, by the step's id: played after it, they are what a database of that
 * age holds. Every step must be named; one that brought no place for rows changes some that are there.
 */
export const schemaRows: Readonly<Record<number, string>> = {
  10: `
    INSERT INTO connection(id, uid, name, name_key, vendor, options, created_at_ms) VALUES
      (1, 'c-0000000000000001', 'Falcon', 'falcon', 'crowdstrike', '{}', 1),
      (2, 'c-0000000000000002', 'Dog', 'dog', 'datadog', '{}', 2);
    INSERT INTO saved_secret VALUES (1, '["clientId"]', 3);
    INSERT INTO stream_position(id, connection_id, stream, checkpoint, cursor, total) VALUES
      (1, 1, 'indicators', '2026', '{"page":3}', ${many}), (2, 2, 'indicators', NULL, NULL, NULL);
    INSERT INTO walk_page(stream_id, observation_ids, rejected_hashes) VALUES (1, x'0102', x'');
    ${counted} INSERT INTO indicator(id, type, value, received, score, severity, observations, last_seen_at_ms, host_key,
        triage_state, verdict, triaged_at_ms, cases, terms, seq)
      SELECT n, 4, 'n' || n || '.example', 'N' || n || '.Example', n % 101, n % 5, n % 3 > 0, n * 1000, 'example.n' || n || '.',
        CASE WHEN n % 7 = 0 THEN 3 ELSE 0 END, CASE WHEN n % 7 = 0 THEN 1 ELSE 0 END, CASE WHEN n % 7 = 0 THEN n END,
        n % 5 = 0, ' ' || (1 + n % 9) || ' ', n FROM counted;
    ${counted} INSERT INTO term SELECT n, 1, 'tag ' || n, 'tag ' || n FROM counted WHERE n < 10;
    ${counted} INSERT INTO indicator_alias SELECT 'alias-' || n, n FROM counted WHERE n % 11 = 0;
    ${counted} INSERT INTO relation SELECT n, 1, n + 1, 1 FROM counted WHERE n < ${many};
    ${counted} INSERT INTO raw_block SELECT n, 1, 0, randomblob(400) FROM counted WHERE n <= 20;
    ${counted} INSERT INTO observation(id, key_hash, stream_id, vendor_key, indicator_id, raw_sha256, raw_ref, score, benign,
        expires_at_ms, gone_at_ms, fetched_at_ms, action, description)
      SELECT n, n * 977, 1, 'key-' || n, n, randomblob(32), 64 * (1 + n / 16) + n % 16, n % 101, 0,
        CASE WHEN n % 4 = 0 THEN n * 2000 END, CASE WHEN n % 9 = 0 THEN n END, n, CASE WHEN n % 2 = 0 THEN 1 END,
        'seen by ' || n || ' — sensors' FROM counted WHERE n % 3 > 0;
    ${counted} INSERT INTO observation_version(observation_id, fields, raw_ref, fetched_at_ms, replaced_at_ms)
      SELECT n, '{"score":1}', 64, 1, n FROM counted WHERE n % 3 = 1;
    ${counted} INSERT INTO triage_entry(indicator_id, state, verdict, by, at_ms, note, origin)
      SELECT n, 3, 1, 'ana', n, CASE WHEN n % 2 = 0 THEN 'seen at the gate ' || n END, 'local' FROM counted WHERE n % 7 = 0;
    INSERT INTO case_file(id, uuid, title, status, severity, tlp, pap, summary, created_at_ms, updated_at_ms) VALUES
      (1, 'u-1', 'Théft', 'open', 'high', 'red', 'amber', 'so far', 1, 2),
      (2, 'u-2', 'Gone', 'closed', 'none', 'amber', 'amber', NULL, 3, 4);
    ${counted} INSERT INTO case_indicator(case_id, indicator_id, added_at_ms, comment, role, snapshot)
      SELECT 1, n, n, 'line ' || n, 'c2', json_object('indicator', json_object('score', n % 101, 'verdict', 'malicious'))
      FROM counted WHERE n % 5 = 0;
    ${counted} INSERT INTO case_note(case_id, at_ms, by, text) SELECT 1 + n % 2, n, 'ana', 'note ' || n FROM counted WHERE n < 40;
    INSERT INTO case_task(case_id, number, text, done) VALUES (1, 1, 'Call', 0), (1, 2, 'Write', 1);
    ${counted} INSERT INTO case_timeline(case_id, at_ms, kind, text) SELECT 1, n, 'note', 'did ' || n FROM counted WHERE n < 40;
    ${counted} INSERT INTO outbox_item(connection_id, indicator_id, operation, state, created_at_ms, changed_at_ms, change, position)
      SELECT 1, n, 'indicator_delete_v1', CASE n % 3 WHEN 0 THEN 'sending' WHEN 1 THEN 'queued' ELSE 'sent' END, n, n,
        '{"ids":["' || n || '"]}', n FROM counted WHERE n < 30;
    INSERT INTO setting VALUES ('theme', '"dark"'), ('locale', '"en"');
    INSERT INTO sync_run(id, stream_id, started_at_ms, status) VALUES (1, 1, 5, 'running');
    INSERT INTO rejected_record(run_id, raw_hash, at_ms, reason, raw, raw_bytes) VALUES (1, x'aa', 6, 'no value', '{}', 2);
    ${counted} INSERT INTO change SELECT n, n FROM counted;
    UPDATE revision SET value = 7`,
  20: `INSERT INTO case_indicator(case_id, indicator_id, added_at_ms, snapshot)
      VALUES (2, 3, 9, '{"indicator":{"score":null,"verdict":"benign"}}')`,
  30: `INSERT INTO lineage VALUES (1, randomblob(16)), (200, randomblob(16));
    INSERT INTO triage_entry(indicator_id, state, verdict, by, at_ms, note, origin) VALUES (2, 1, 2, 'bob', 9, 'second look', 'local')`,
  40: `INSERT INTO vendor_answer VALUES (1, 'devices', 'n1.example', '{"hosts":3}', 5), (2, 'words', '', '[]', 6);
    INSERT INTO rate_budget VALUES (1, '{"used":12}', 7)`,
  50: `INSERT INTO benign_list VALUES (1, 'own', 'Own', 1, 'file', 'none', 'exact', '["domain"]', '["n1.example"]', 1, 0, 5);
    INSERT INTO allow_entry(type, value, reason, owner, created_at_ms) VALUES (4, 'n2.example', 'ours', 'ana', 6);
    UPDATE benign_state SET version = 3, evaluated_through_id = 200`,
  100: `INSERT INTO saved_search VALUES (1, 'Bad', 'bad', 'score:>80', NULL, 1, 2, 100);
    INSERT INTO search_history(query, asked_at_ms) VALUES ('tag:c2', 3), ('n1', 4)`,
  110: auditEntries(60),
  120: `UPDATE case_note SET pinned = 1 WHERE id % 5 = 0;
    INSERT INTO case_timeline(case_id, at_ms, kind, text, by) VALUES (1, 8, 'own', 'They called back', 'ana');
    INSERT INTO case_evidence(note_id, pinned_at_ms, by, origin, raw) VALUES (5, 9, 'ana', '{"type":"domain"}', '{"a":1}');
    INSERT INTO case_attachment(case_id, name, size_bytes, md5, sha1, sha256, by, added_at_ms)
      VALUES (1, 'mail.eml', 12, 'm', 's', 'h', 'ana', 9)`,
  130: `INSERT INTO case_note(case_id, at_ms, by, text) VALUES (1, 30, 'bob', 'at the time of another')`,
  140: 'UPDATE connection SET retention_days = 36500 WHERE id = 1',
  150: `${counted} INSERT INTO tag_entry(indicator_id, name, key, added, by, at_ms)
      SELECT n, 'Ours', 'ours', 1, 'ana', n FROM counted WHERE n % 6 = 0;
    UPDATE indicator SET own_tags = ' 9 ' WHERE id % 6 = 0`,
  160: `UPDATE observation SET gone_at_ms = 50 WHERE id % 10 = 1`,
  170: 'UPDATE connection SET sync_every_minutes = 60 WHERE id = 1',
};
