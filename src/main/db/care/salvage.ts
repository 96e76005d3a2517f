import type { Database } from 'better-sqlite3';
import type { SalvagedCounts } from '#main/services/ports/data-care.ts';
import { ChangeSet } from '../changes.ts';
import { SqlConnection, type SqlValue } from '../connection.ts';
import { IndicatorWriter } from '../ingest/indicator-writer.ts';
import { countCases } from '../operations/case-rows.ts';
import { showOwnTags } from '../operations/tag-standing.ts';
import { showStanding } from '../operations/triage-standing.ts';
import { type OwnTable, ownTables } from './own-tables.ts';
import { type DamagedRow, readWhatIsLeft } from './read-damaged.ts';

/** What one table came to: rows that are in the new file, and places that were lost. */
export interface TableCount {
  readonly kept: number;
  readonly lost: number;
}

/**
 * Takes the analyst's own work over from a damaged database into a new, empty one of the same schema, row by row: a row that cannot
 * be read, or that no longer fits its table, is counted and left behind.
 */
export function salvage(damaged: Database, fresh: Database, nowMs: number): SalvagedCounts {
  fresh.pragma('foreign_keys = OFF');
  fresh.exec('BEGIN IMMEDIATE');
  const counts = new Map<string, TableCount>();
  for (const table of ownTables) counts.set(table.name, copyTable(damaged, fresh, table));
  copyHighest(damaged, fresh);
  const orphans = copyIndicators(damaged, fresh);
  dropDangling(fresh, counts);
  rollUpAll(fresh, nowMs);
  fresh.exec('COMMIT');
  fresh.pragma('foreign_keys = ON');
  return describeCounts(counts, orphans);
}

function copyTable(damaged: Database, fresh: Database, table: OwnTable): TableCount {
  const columns = columnsOf(fresh, table.name);
  const insert = insertInto(fresh, table.name, columns);
  let kept = 0;
  let unfit = 0;
  const lost = readWhatIsLeft(damaged, { table, columns }, (row) => {
    if (insert(row)) kept += 1;
    else unfit += 1;
  });
  return { kept, lost: lost + unfit };
}

function columnsOf(database: Database, table: string): readonly string[] {
  return database.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0').pluck().all(table) as string[];
}

/** @returns a function that says whether the row could be kept. */
function insertInto(fresh: Database, table: string, columns: readonly string[]): (row: DamagedRow) => boolean {
  const names = columns.map((name) => `"${name}"`).join(', ');
  const statement = fresh.prepare(`INSERT INTO ${table}(${names}) VALUES (${columns.map(() => '?').join(', ')})`);
  return (row) => {
    try {
      statement.run(...columns.map((name) => row[name] ?? null));
      return true;
    } catch {
      return false;
    }
  };
}

/**
 * The highest number that each table ever gave: what is lost at its end is not given anew. So a number keeps meaning one case, and the
 * audit log shows that its end is missing.
 */
function copyHighest(damaged: Database, fresh: Database): void {
  const raise = fresh.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
  const begin = fresh.prepare('INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)');
  for (const { name } of ownTables) {
    try {
      const highest = damaged.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck().get(name);
      if (!Number.isSafeInteger(highest)) continue;
      if (raise.run(highest, name).changes === 0) begin.run(name, highest);
    } catch {
      // It cannot be read any more: the rows that are left say what is known.
    }
  }
}

/** Names of indicators; all else about them comes from the vendors again. */
const namingColumns = ['id', 'type', 'value', 'received', 'ip_key', 'ip_end', 'host_key'] as const;

/**
 * The indicators that the analyst's work speaks of, under the ids that it names them by.
 *
 * @returns how many of them have no readable name any more.
 */
function copyIndicators(damaged: Database, fresh: Database): number {
  const wanted = fresh
    .prepare(
      `SELECT indicator_id FROM triage_entry UNION SELECT indicator_id FROM tag_entry
       UNION SELECT indicator_id FROM case_indicator
       UNION SELECT indicator_id FROM outbox_item WHERE indicator_id IS NOT NULL`,
    )
    .pluck()
    .all() as number[];
  const insert = fresh.prepare(
    `INSERT INTO indicator(${namingColumns.join(', ')}, severity, seq) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`,
  );
  let lost = 0;
  for (const id of wanted) {
    try {
      const found = damaged.prepare(`SELECT ${namingColumns.join(', ')} FROM indicator WHERE id = ?`).get(id);
      // Columns of a STRICT table.
      const row = found as Record<string, SqlValue> | undefined;
      if (row === undefined) throw new Error('Not there.');
      insert.run(...namingColumns.map((name) => row[name] ?? null));
    } catch {
      lost += 1;
    }
  }
  return lost;
}

/** A row that speaks of something unreadable cannot be shown: it is counted as lost. */
function dropDangling(fresh: Database, counts: Map<string, TableCount>): void {
  for (const { name } of ownTables) {
    for (const { table, from, to } of foreignKeys(fresh, name)) {
      const { changes } = fresh
        .prepare(`DELETE FROM ${name} WHERE "${from}" IS NOT NULL AND "${from}" NOT IN (SELECT "${to}" FROM ${table})`)
        .run();
      const before = counts.get(name) ?? { kept: 0, lost: 0 };
      counts.set(name, { kept: before.kept - changes, lost: before.lost + changes });
    }
  }
}

interface ForeignKey {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

function foreignKeys(database: Database, table: string): readonly ForeignKey[] {
  return database
    .prepare('SELECT "table", "from", coalesce("to", \'id\') AS "to" FROM pragma_foreign_key_list(?)')
    .all(table) as ForeignKey[];
}

/** What an indicator's row says of decisions, tags and cases, computed from them. */
function rollUpAll(fresh: Database, nowMs: number): void {
  const db = new SqlConnection(fresh);
  const changes = new ChangeSet(db);
  const writer = new IndicatorWriter(db, changes, nowMs);
  for (const id of db.column<number>('SELECT DISTINCT indicator_id FROM tag_entry')) showOwnTags(db, id);
  for (const id of db.column<number>('SELECT id FROM indicator')) {
    writer.markDirty(id);
    countCases(db, id);
  }
  writer.flush();
  for (const id of db.column<number>('SELECT DISTINCT indicator_id FROM triage_entry')) showStanding(db, id);
  for (const kind of ['cases', 'connections', 'settings'] as const) changes.touch(kind);
  changes.record();
}

/** What belongs to a case. */
const partTables = ['case_note', 'case_task', 'case_timeline', 'case_evidence', 'case_attachment', 'case_indicator'];

function describeCounts(counts: ReadonlyMap<string, TableCount>, unnamed: number): SalvagedCounts {
  const of = (name: string): TableCount => counts.get(name) ?? { kept: 0, lost: 0 };
  const parts = partTables.map(of);
  return {
    connections: of('connection'),
    settings: of('setting'),
    triageEntries: of('triage_entry'),
    tagEntries: of('tag_entry'),
    cases: of('case_file'),
    caseParts: {
      kept: parts.reduce((sum, { kept }) => sum + kept, 0),
      lost: parts.reduce((sum, { lost }) => sum + lost, 0),
    },
    outbox: of('outbox_item'),
    unnamedIndicators: unnamed,
  };
}
