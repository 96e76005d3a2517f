import type { CaseFile } from '#shared/model/case.ts';
import { caseFileLimit } from '#shared/model/limits.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { requireCaseId } from './case-rows.ts';
import { record } from './case-timeline.ts';
import type { WriteTable } from './operation.ts';

/** Files of cases, and what analysts write into timelines themselves. */
export const attachmentWrites: WriteTable<
  'cases.addFile' | 'cases.removeFile' | 'cases.addTimelineEntry' | 'cases.removeTimelineEntry'
> = {
  'cases.addFile': (context, { number, file, by, atMs }) => {
    const { db } = context;
    const caseId = requireCaseId(db, number);
    refuseFile(readFiles(db, caseId), file);
    const id = db.insert(
      `INSERT INTO case_attachment(case_id, name, size_bytes, md5, sha1, sha256, comment, by, added_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      caseId,
      file.name,
      file.sizeBytes,
      file.md5,
      file.sha1,
      file.sha256,
      file.comment,
      by,
      atMs,
    );
    record(context, caseId, { atMs, kind: 'fileAdded', text: `File ${file.name} added by ${by}.` });
    return { id };
  },
  'cases.removeFile': (context, { number, id, by, atMs }) => {
    const caseId = requireCaseId(context.db, number);
    const name = context.db.value<string>('SELECT name FROM case_attachment WHERE id = ? AND case_id = ?', id, caseId);
    if (name === undefined) throw new StoreFault('state.notFound', `${number} has no file ${id}.`);
    context.db.run('DELETE FROM case_attachment WHERE id = ?', id);
    record(context, caseId, { atMs, kind: 'fileRemoved', text: `File ${name} removed by ${by}.` });
    return null;
  },
  'cases.addTimelineEntry': ({ db, changes }, { number, happenedAtMs, text, by, atMs }) => {
    const caseId = requireCaseId(db, number);
    const insert = `INSERT INTO case_timeline(case_id, at_ms, kind, text, by) VALUES (?, ?, 'own', ?, ?)`;
    const id = db.insert(insert, caseId, happenedAtMs, text, by);
    db.run('UPDATE case_file SET updated_at_ms = max(updated_at_ms, ?) WHERE id = ?', atMs, caseId);
    changes.touch('cases');
    return { id };
  },
  'cases.removeTimelineEntry': (context, { number, id, by, atMs }) => {
    const caseId = requireCaseId(context.db, number);
    const remove = `DELETE FROM case_timeline WHERE id = ? AND case_id = ? AND kind = 'own'`;
    if (context.db.run(remove, id, caseId) === 0) {
      throw new StoreFault('state.notFound', `${number} has no own entry ${id} in its timeline.`);
    }
    record(context, caseId, { atMs, kind: 'entryRemoved', text: `Own entry ${id} removed by ${by}.` });
    return null;
  },
};

/** The files of a case, in the order in which they were added. */
export function readFiles(db: ReadConnection, caseId: number): CaseFile[] {
  return db.all<CaseFile>(
    `SELECT id, name, size_bytes AS sizeBytes, md5, sha1, sha256, comment, by, added_at_ms AS addedAtMs
     FROM case_attachment WHERE case_id = ? ORDER BY id`,
    caseId,
  );
}

function refuseFile(there: readonly CaseFile[], { name, sha256 }: Pick<CaseFile, 'name' | 'sha256'>): void {
  if (there.some((one) => one.sha256 === sha256 && one.name === name)) {
    throw new StoreFault('state.conflict', 'The case holds this file already.');
  }
  if (there.length < caseFileLimit) return;
  throw new StoreFault('input.tooLarge', `A case holds ${caseFileLimit} files at most.`, {
    suggestion: 'Add the hashes as indicators instead.',
  });
}
