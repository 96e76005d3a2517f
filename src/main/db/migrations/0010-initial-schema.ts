import type { Database } from 'better-sqlite3';
import type { Migration } from './migration.ts';

/**
 * The first schema. Two kinds of tables:
 *
 * - **rebuildable** from the vendors: indicator, indicator_alias, observation, observation_version, raw_block, relation,
 *   term, stream_position, walk_page, sync_run, rejected_record, change;
 * - **the analyst's own**, which nothing but an explicit wish removes: connection, saved_secret, triage_entry, case_*,
 *   outbox_item, setting.
 *
 * Times are epoch milliseconds (`*_at_ms`), words of closed sets the integers of `codes.ts`, sets of terms and streams
 * text of the form ` 3 12 57 ` (ids between blanks, ascending), so that one `instr` tests membership.
 */
export const initialSchema: Migration = {
  id: 10,
  description: 'initial schema',
  up(db) {
    for (const part of [connections, indicators, observations, analystWork, bookkeeping]) db.exec(part);
    seedRevisions(db);
  },
};

const connections = `
  CREATE TABLE connection(
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    vendor TEXT NOT NULL,
    site TEXT,
    base_url TEXT,
    options TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    removed_at_ms INTEGER,
    -- What the removal has still to do, batch by batch: 'gone' or 'purge'.
    removal TEXT
  ) STRICT;
  CREATE UNIQUE INDEX connection_name ON connection(name_key) WHERE removed_at_ms IS NULL;

  -- Which secret fields are in the keychain; never a value or a hash of one.
  CREATE TABLE saved_secret(
    connection_id INTEGER PRIMARY KEY REFERENCES connection(id) ON DELETE CASCADE,
    fields TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE stream_position(
    id INTEGER PRIMARY KEY,
    connection_id INTEGER NOT NULL REFERENCES connection(id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    checkpoint TEXT,
    cursor TEXT,
    -- Total that the vendor named last in the unfinished walk.
    total INTEGER,
    last_complete_at_ms INTEGER,
    UNIQUE(connection_id, stream)
  ) STRICT;

  -- What an unfinished walk has seen, page by page: observation ids and hashes of rejected records, packed.
  CREATE TABLE walk_page(
    id INTEGER PRIMARY KEY,
    stream_id INTEGER NOT NULL REFERENCES stream_position(id) ON DELETE CASCADE,
    observation_ids BLOB NOT NULL,
    rejected_hashes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX walk_page_stream ON walk_page(stream_id);
`;

const indicators = `
  CREATE TABLE indicator(
    id INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    value TEXT NOT NULL,
    -- As first received, where that differs from the canonical value.
    received TEXT,
    score INTEGER,
    severity INTEGER NOT NULL,
    flags INTEGER NOT NULL DEFAULT 0,
    observations INTEGER NOT NULL DEFAULT 0,
    first_seen_at_ms INTEGER,
    last_seen_at_ms INTEGER,
    expires_at_ms INTEGER,
    -- From here on all of its observations have expired; null while one has no expiry.
    expired_from_at_ms INTEGER,
    -- Next moment at which the roll-up changes by itself, because an observation expires.
    rollup_due_at_ms INTEGER,
    fetched_at_ms INTEGER,
    streams TEXT NOT NULL DEFAULT ' ',
    terms TEXT NOT NULL DEFAULT ' ',
    -- The highest mark of the live observations.
    tlp INTEGER,
    triage_state INTEGER NOT NULL DEFAULT 0,
    verdict INTEGER NOT NULL DEFAULT 0,
    triaged_at_ms INTEGER,
    -- In how many cases it is.
    cases INTEGER NOT NULL DEFAULT 0,
    -- Known from other indicators only: no vendor record, no decision and no case of its own.
    derived INTEGER NOT NULL
      GENERATED ALWAYS AS (observations = 0 AND triaged_at_ms IS NULL AND cases = 0) VIRTUAL,
    -- 16 bytes, IPv4 mapped into IPv6; the end is set for networks only.
    ip_key BLOB,
    ip_end BLOB,
    -- Labels of the host reversed with a closing dot (com.evil.www.), so that a suffix is a prefix.
    host_key TEXT,
    seq INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX indicator_value ON indicator(value, type);
  -- Values are compared without case; few have upper case letters at all, so only those need an index of their own.
  CREATE INDEX indicator_mixed_case ON indicator(value COLLATE NOCASE) WHERE value <> lower(value);
  CREATE INDEX indicator_rank ON indicator(score DESC, last_seen_at_ms DESC) WHERE derived = 0;
  CREATE INDEX indicator_ip ON indicator(ip_key) WHERE ip_key IS NOT NULL;
  CREATE INDEX indicator_host ON indicator(host_key) WHERE host_key IS NOT NULL;
  CREATE INDEX indicator_due ON indicator(rollup_due_at_ms) WHERE rollup_due_at_ms IS NOT NULL;

  -- Other names under which an indicator arrives.
  CREATE TABLE indicator_alias(
    alias TEXT PRIMARY KEY,
    indicator_id INTEGER NOT NULL REFERENCES indicator(id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX indicator_alias_target ON indicator_alias(indicator_id);

  -- Text of open sets, each spelling once; key is the text without case.
  CREATE TABLE term(
    id INTEGER PRIMARY KEY,
    field INTEGER NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    UNIQUE(field, name)
  ) STRICT;
  CREATE INDEX term_key ON term(field, key);

  CREATE TABLE relation(
    from_id INTEGER NOT NULL REFERENCES indicator(id) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    to_id INTEGER NOT NULL REFERENCES indicator(id) ON DELETE CASCADE,
    -- Which stream said so.
    stream_id INTEGER NOT NULL,
    PRIMARY KEY(from_id, kind, to_id, stream_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX relation_reverse ON relation(to_id, kind);
`;

const observations = `
  CREATE TABLE observation(
    id INTEGER PRIMARY KEY,
    -- 52 bits of stream and vendor key; compared in full on a hit. A number indexes far cheaper than the text.
    key_hash INTEGER NOT NULL,
    stream_id INTEGER NOT NULL REFERENCES stream_position(id),
    vendor_key TEXT NOT NULL,
    indicator_id INTEGER NOT NULL REFERENCES indicator(id),
    raw_sha256 BLOB NOT NULL,
    -- Tells whether the record says what it said before, where the raw text differs from answer to answer; null elsewhere.
    fingerprint_sha256 BLOB,
    -- raw_block.id * 64 + slot.
    raw_ref INTEGER NOT NULL,
    score INTEGER,
    vendor_score TEXT,
    severity INTEGER,
    confidence INTEGER,
    benign INTEGER NOT NULL,
    first_seen_at_ms INTEGER,
    last_seen_at_ms INTEGER,
    expires_at_ms INTEGER,
    gone_at_ms INTEGER,
    fetched_at_ms INTEGER NOT NULL,
    action INTEGER,
    rule INTEGER,
    country INTEGER,
    asn INTEGER,
    as_type INTEGER,
    tags TEXT,
    categories TEXT,
    platforms TEXT,
    -- As the other sets, each id followed by the letter of its intent: ' 3m 12u '.
    sources TEXT,
    description TEXT,
    tlp INTEGER,
    versions INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX observation_key ON observation(key_hash);
  CREATE INDEX observation_indicator ON observation(indicator_id);

  CREATE TABLE observation_version(
    id INTEGER PRIMARY KEY,
    observation_id INTEGER NOT NULL REFERENCES observation(id) ON DELETE CASCADE,
    fields TEXT NOT NULL,
    raw_ref INTEGER NOT NULL,
    fetched_at_ms INTEGER NOT NULL,
    replaced_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX observation_version_of ON observation_version(observation_id);

  -- Raw records of one stream, sixteen together; of one stream only, so that a purge can drop whole blocks.
  CREATE TABLE raw_block(
    id INTEGER PRIMARY KEY,
    stream_id INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
`;

const analystWork = `
  -- Append-only; the order is that of the ids, whatever the clock said.
  CREATE TABLE triage_entry(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    indicator_id INTEGER NOT NULL REFERENCES indicator(id),
    state INTEGER NOT NULL,
    verdict INTEGER NOT NULL,
    by TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    note TEXT,
    origin TEXT NOT NULL
  ) STRICT;
  CREATE INDEX triage_entry_indicator ON triage_entry(indicator_id);

  -- The id is the number of the case.
  CREATE TABLE case_file(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    severity TEXT NOT NULL,
    tlp TEXT NOT NULL,
    pap TEXT NOT NULL,
    assignee TEXT,
    summary TEXT,
    verdict TEXT,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    closed_at_ms INTEGER
  ) STRICT;
  CREATE TABLE case_indicator(
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file(id) ON DELETE CASCADE,
    indicator_id INTEGER NOT NULL REFERENCES indicator(id),
    added_at_ms INTEGER NOT NULL,
    comment TEXT,
    role TEXT,
    snapshot TEXT NOT NULL,
    UNIQUE(case_id, indicator_id)
  ) STRICT;
  CREATE INDEX case_indicator_indicator ON case_indicator(indicator_id);
  CREATE TABLE case_note(
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file(id) ON DELETE CASCADE,
    at_ms INTEGER NOT NULL,
    by TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX case_note_case ON case_note(case_id);
  CREATE TABLE case_task(
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file(id) ON DELETE CASCADE,
    -- Counted within the case, from 1.
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    done INTEGER NOT NULL,
    UNIQUE(case_id, number)
  ) STRICT;
  CREATE TABLE case_timeline(
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file(id) ON DELETE CASCADE,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX case_timeline_case ON case_timeline(case_id);

  -- A change for a vendor, with the record it was based on.
  CREATE TABLE outbox_item(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    connection_id INTEGER NOT NULL REFERENCES connection(id),
    indicator_id INTEGER REFERENCES indicator(id),
    operation TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    created_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    base TEXT,
    change TEXT NOT NULL,
    result TEXT,
    position INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX outbox_item_position ON outbox_item(state, position);

  CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

const bookkeeping = `
  CREATE TABLE sync_run(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stream_id INTEGER NOT NULL REFERENCES stream_position(id) ON DELETE CASCADE,
    started_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER,
    status TEXT NOT NULL,
    expected INTEGER,
    received INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0,
    requests INTEGER NOT NULL DEFAULT 0,
    waited_ms INTEGER NOT NULL DEFAULT 0,
    error_code TEXT,
    error_message TEXT
  ) STRICT;
  CREATE INDEX sync_run_stream ON sync_run(stream_id);

  CREATE TABLE rejected_record(
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES sync_run(id) ON DELETE CASCADE,
    raw_hash BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- At most 64 KiB; the length before cutting stands beside it, in UTF-8 bytes.
    raw TEXT NOT NULL,
    raw_bytes INTEGER NOT NULL,
    UNIQUE(run_id, raw_hash)
  ) STRICT;

  -- Which indicators changed since a sequence number, for whoever keeps them in memory; old rows are pruned.
  CREATE TABLE change(
    seq INTEGER NOT NULL,
    indicator_id INTEGER NOT NULL,
    PRIMARY KEY(seq, indicator_id)
  ) STRICT, WITHOUT ROWID;

  -- How often each kind of thing changed; tells other processes what to read again.
  CREATE TABLE revision(kind TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

function seedRevisions(db: Database): void {
  const insert = db.prepare('INSERT INTO revision(kind, value) VALUES (?, 0)');
  for (const kind of ['indicators', 'cases', 'connections', 'settings']) insert.run(kind);
}
