import type { ReadConnection } from '../connection.ts';

/** A stream of a connection, as results name it. */
export interface StreamName {
  readonly id: number;
  readonly stream: string;
  readonly connectionId: number;
  readonly connection: string;
  readonly vendor: string;
}

/** All streams by row id, those of removed connections too; there are few. */
export function readStreamNames(db: ReadConnection): ReadonlyMap<number, StreamName> {
  const rows = db.all<StreamName>(
    `SELECT s.id, s.stream, c.id AS connectionId, c.name AS connection, c.vendor
     FROM stream_position s JOIN connection c ON c.id = s.connection_id`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
