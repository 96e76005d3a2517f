import type { ReadConnection } from '../connection.ts';

/**
 * What tells this database, at a sequence number, from every other: the mark of the writer's session in which that number was
 * given. After a backup was restored, other changes get the numbers that were given before, but in another session.
 *
 * @returns undefined where no writer has left a mark yet.
 */
export function readToken(db: ReadConnection, sequence: number): string | undefined {
  return db.value<string>('SELECT hex(token) FROM lineage WHERE seq <= ? ORDER BY seq DESC LIMIT 1', sequence);
}
