import Sqlite from 'better-sqlite3';

/** Every table with its columns and its rows, and the schema: what two databases must have in common to be the same. */
export interface TableRows {
  readonly version: number;
  readonly schema: readonly unknown[];
  readonly tables: ReadonlyMap<string, Table>;
}

interface Table {
  readonly columns: readonly string[];
  /** Values in the order of the columns, blobs in hexadecimal. */
  readonly rows: readonly (readonly unknown[])[];
}

/** Reads a whole database file; for small ones. */
export function readTableRows(file: string): TableRows {
  const database = new Sqlite(file, { readonly: true });
  try {
    const schema = database
      .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'sqlite_stat1' ORDER BY type, name")
      .raw()
      .all();
    const names = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
      .pluck();
    const tables = new Map<string, Table>();
    for (const name of names.all() as string[]) {
      // What `PRAGMA optimize` left and the schema itself are no rows of anybody's.
      if (name === 'sqlite_stat1' || name === 'sqlite_schema') continue;
      tables.set(name, readTable(database, name));
    }
    return { version: Number(database.pragma('user_version', { simple: true })), schema, tables };
  } finally {
    database.close();
  }
}

function readTable(database: Sqlite.Database, name: string): Table {
  const select = database.prepare(`SELECT * FROM "${name}"`);
  const columns = select.columns().map((column) => column.name);
  const rows = (select.raw().all() as unknown[][]).map((row) =>
    row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)),
  );
  return { columns, rows };
}

/** Rows of the earlier database that the later one has not, seen through the earlier one's columns. */
export function missingRows(before: TableRows, after: TableRows): readonly string[] {
  const missing: string[] = [];
  for (const [name, { columns, rows }] of before.tables) {
    const found = after.tables.get(name);
    const places = columns.map((column) => found?.columns.indexOf(column) ?? -1);
    const there = new Set(found?.rows.map((row) => JSON.stringify(places.map((place) => row[place]))));
    for (const row of rows) if (!there.has(JSON.stringify(row))) missing.push(`${name} ${JSON.stringify(row)}`);
  }
  return missing;
}
