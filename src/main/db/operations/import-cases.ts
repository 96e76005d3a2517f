import type { ImportWrites } from '#main/services/ports/store/imports.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { caseFileLimit, caseTaskLimit } from '#shared/model/limits.ts';
import type { WriteConnection } from '../connection.ts';
import { requireCaseId } from './case-rows.ts';
import { record } from './case-timeline.ts';
import { entryKey, Likes, noteKey } from './import-likes.ts';
import { inSlice } from './import-slice.ts';
import type { WriteTable } from './operation.ts';
import { caseNumberOf } from './summaries.ts';

/** What makes a case out of a file, and what fills its log; either done twice is done once. */
export const importCaseWrites: WriteTable<'imports.openCase' | 'imports.log'> = {
  'imports.openCase': (context, { case: found, opened }) => {
    const { db, changes } = context;
    const known = db.value<number>('SELECT id FROM case_file WHERE uuid = ?', found.uuid);
    // Made from the row's own id, so of the form that the schema asks for.
    if (known !== undefined) return { number: caseNumberOf(known) as CaseNumber, created: false };
    const id = db.insert(
      `INSERT INTO case_file(uuid, title, status, severity, tlp, pap, assignee, summary, verdict, created_at_ms,
         updated_at_ms, closed_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      found.uuid,
      found.title,
      found.status,
      found.severity,
      found.tlp,
      found.pap,
      found.assignee,
      found.summary,
      found.verdict,
      found.createdAtMs,
      found.updatedAtMs,
      found.closedAtMs,
    );
    changes.touch('cases');
    if (opened !== null) record(context, id, { atMs: found.createdAtMs, kind: 'created', text: opened });
    return { number: caseNumberOf(id) as CaseNumber, created: true };
  },
  'imports.log': ({ db, changes }, { number, notes, tasks, files, timeline }) => {
    const log = new CaseLog(db, requireCaseId(db, number), { notes, timeline });
    const taken = { notes: 0, tasks: 0, files: 0, timeline: 0 };
    const steps = [
      ...notes.map((note) => ['notes', () => log.addNote(note)] as const),
      ...tasks.map((task) => ['tasks', () => log.addTask(task)] as const),
      ...files.map((file) => ['files', () => log.addFile(file)] as const),
      ...timeline.map((entry) => ['timeline', () => log.addEntry(entry)] as const),
    ];
    for (const [kind, add] of inSlice(steps)) {
      add();
      taken[kind] += 1;
    }
    if (log.added > 0) changes.touch('cases');
    return { taken, added: log.added, leftOut: log.leftOut };
  },
};

type Log = ImportWrites['imports.log']['input'];

/** The log of one case: an entry is added while there are no more like it here than stand before it in the file. */
class CaseLog {
  readonly #db: WriteConnection;
  readonly #caseId: number;
  readonly #notes: Likes;
  readonly #entries: Likes;
  added = 0;
  leftOut = 0;

  constructor(db: WriteConnection, caseId: number, { notes, timeline }: Pick<Log, 'notes' | 'timeline'>) {
    this.#db = db;
    this.#caseId = caseId;
    const entryOf = <Entry>({ entry }: { readonly entry: Entry }): Entry => entry;
    this.#notes = Likes.ofNotes(db, caseId, notes.map(entryOf));
    this.#entries = Likes.ofEntries(db, caseId, timeline.map(entryOf));
  }

  addNote({ entry, earlier }: Log['notes'][number]): void {
    const { atMs, by, text, isPinned, evidence } = entry;
    const key = noteKey(entry);
    if (this.#notes.count(key) > earlier) return;
    const insert = 'INSERT INTO case_note(case_id, at_ms, by, text, pinned) VALUES (?, ?, ?, ?, ?)';
    const id = this.#db.insert(insert, this.#caseId, atMs, by, text, isPinned ? 1 : 0);
    for (const { by: pinnedBy, pinnedAtMs, ...origin } of evidence) {
      // Its text is not in the file; the hash tells which it was.
      this.#db.run(
        `INSERT INTO case_evidence(note_id, pinned_at_ms, by, origin, raw) VALUES (?, ?, ?, ?, '')`,
        id,
        pinnedAtMs,
        pinnedBy,
        JSON.stringify(origin),
      );
    }
    this.#notes.add(key);
    this.added += 1;
  }

  addTask({ entry: { text, done }, earlier }: Log['tasks'][number]): void {
    if (this.#count('case_task WHERE case_id = ? AND text = ?', text) > earlier) return;
    if (this.#isFull('case_task', caseTaskLimit)) return;
    const last =
      this.#db.value<number | null>('SELECT max(number) FROM case_task WHERE case_id = ?', this.#caseId) ?? 0;
    const insert = 'INSERT INTO case_task(case_id, number, text, done) VALUES (?, ?, ?, ?)';
    this.#db.run(insert, this.#caseId, last + 1, text, done ? 1 : 0);
    this.added += 1;
  }

  addFile({ name, sizeBytes, md5, sha1, sha256, comment, by, addedAtMs }: Log['files'][number]): void {
    if (this.#count('case_attachment WHERE case_id = ? AND name = ? AND sha256 = ?', name, sha256) > 0) return;
    if (this.#isFull('case_attachment', caseFileLimit)) return;
    this.#db.run(
      `INSERT INTO case_attachment(case_id, name, size_bytes, md5, sha1, sha256, comment, by, added_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      this.#caseId,
      name,
      sizeBytes,
      md5,
      sha1,
      sha256,
      comment,
      by,
      addedAtMs,
    );
    this.added += 1;
  }

  addEntry({ entry, earlier }: Log['timeline'][number]): void {
    const { atMs, kind, text, by } = entry;
    const key = entryKey(entry);
    if (this.#entries.count(key) > earlier) return;
    const insert = 'INSERT INTO case_timeline(case_id, at_ms, kind, text, by) VALUES (?, ?, ?, ?, ?)';
    this.#db.run(insert, this.#caseId, atMs, kind, text, by);
    this.#entries.add(key);
    this.added += 1;
  }

  #count(sql: string, ...values: (string | number | null)[]): number {
    return this.#db.value<number>(`SELECT count(*) FROM ${sql}`, this.#caseId, ...values) ?? 0;
  }

  #isFull(table: 'case_task' | 'case_attachment', limit: number): boolean {
    const isFull = this.#count(`${table} WHERE case_id = ?`) >= limit;
    if (isFull) this.leftOut += 1;
    return isFull;
  }
}
