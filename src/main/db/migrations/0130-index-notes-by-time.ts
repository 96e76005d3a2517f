import type { Migration } from './migration.ts';

/** An import asks of each note of a file whether the case has it already: by its time, which few share. */
export const indexNotesByTime: Migration = {
  id: 130,
  description: 'notes of cases by time',
  up(db) {
    db.exec('CREATE INDEX case_note_time ON case_note(case_id, at_ms)');
  },
};
