import type { Migration } from '#main/db/migrations/migration.ts';

/** Two later steps that change every row of a table, so that a kill can hit them in the middle. */
export function colourSteps(newest: number): readonly Migration[] {
  return [
    {
      id: newest + 10,
      description: 'adds a colour',
      up: (db) => {
        db.exec(`ALTER TABLE indicator ADD COLUMN colour TEXT; UPDATE indicator SET colour = 'red'`);
      },
    },
    {
      id: newest + 20,
      description: 'adds a shade',
      up: (db) => {
        db.exec(`ALTER TABLE indicator ADD COLUMN shade TEXT; UPDATE indicator SET shade = colour || 'dish'`);
      },
    },
  ];
}
