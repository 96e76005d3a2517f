import type { WriteContext } from './operation.ts';

/** What a timeline says of one change. */
export interface TimelineEntry {
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
}

/** Appends an entry to a case's timeline, in the transaction of the change it tells of. @returns its row id. */
export function record({ db, changes }: WriteContext, caseId: number, { atMs, kind, text }: TimelineEntry): number {
  const id = db.insert(
    'INSERT INTO case_timeline(case_id, at_ms, kind, text) VALUES (?, ?, ?, ?)',
    caseId,
    atMs,
    kind,
    text,
  );
  db.run('UPDATE case_file SET updated_at_ms = max(updated_at_ms, ?) WHERE id = ?', atMs, caseId);
  changes.touch('cases');
  return id;
}

/** Lets the entry of a change that goes on over several transactions tell how far it has come. */
export function recordOn({ db, changes }: WriteContext, entryId: number, text: string): void {
  db.run('UPDATE case_timeline SET text = ? WHERE id = ?', text, entryId);
  changes.touch('cases');
}
