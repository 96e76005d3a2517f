import type { ReadTable } from './operation.ts';
import { caseNumberOf } from './summaries.ts';

/** The names that queries can use; those of removed connections too, since their records may still be there. */
export const nameReads: ReadTable<'names.list'> = {
  'names.list': ({ db }) => ({
    connections: db.column<string>('SELECT name FROM connection'),
    vendors: db.column<string>('SELECT DISTINCT vendor FROM connection'),
    streams: db.column<string>('SELECT DISTINCT stream FROM stream_position'),
    cases: db.column<number>('SELECT id FROM case_file').map(caseNumberOf),
  }),
};
