import type { Database } from 'better-sqlite3';

/** One step of the schema. Its number becomes `user_version`; never edited after release. */
export interface Migration {
  /** Rising, in steps of ten. */
  readonly id: number;
  readonly description: string;
  /** Runs inside a transaction; must not begin or end one. */
  up(db: Database): void;
}
