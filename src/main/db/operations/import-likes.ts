import type { ImportWrites } from '#main/services/ports/store/imports.ts';
import type { ReadConnection } from '../connection.ts';

type Log = ImportWrites['imports.log']['input'];
type Note = Log['notes'][number]['entry'];
type Entry = Log['timeline'][number]['entry'];

/**
 * How many notes, or entries of the timeline, like those of a message a case has. Asked once for a whole message: thousands may share one
 * moment, and one by one each would be held against all of them.
 */
export class Likes {
  readonly #counts: Map<string, number>;

  private constructor(counts: Map<string, number>) {
    this.#counts = counts;
  }

  static ofNotes(db: ReadConnection, caseId: number, notes: readonly Note[]): Likes {
    const rows = db.all<Note & { readonly count: number }>(
      `SELECT at_ms AS atMs, by, text, count(*) AS count FROM case_note
       WHERE case_id = ? AND at_ms IN (SELECT value FROM json_each(?)) AND text IN (SELECT value FROM json_each(?))
       GROUP BY at_ms, by, text`,
      caseId,
      ...timesAndTexts(notes),
    );
    return new Likes(new Map(rows.map((row) => [noteKey(row), row.count])));
  }

  static ofEntries(db: ReadConnection, caseId: number, entries: readonly Entry[]): Likes {
    const rows = db.all<Entry & { readonly count: number }>(
      `SELECT at_ms AS atMs, kind, by, text, count(*) AS count FROM case_timeline
       WHERE case_id = ? AND at_ms IN (SELECT value FROM json_each(?)) AND text IN (SELECT value FROM json_each(?))
       GROUP BY at_ms, kind, by, text`,
      caseId,
      ...timesAndTexts(entries),
    );
    return new Likes(new Map(rows.map((row) => [entryKey(row), row.count])));
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** One more was written. */
  add(key: string): void {
    this.#counts.set(key, this.count(key) + 1);
  }
}

/** What makes two notes alike: marks and evidence may change. */
export function noteKey({ atMs, by, text }: Pick<Note, 'atMs' | 'by' | 'text'>): string {
  return JSON.stringify([atMs, by, text]);
}

export function entryKey({ atMs, kind, by, text }: Entry): string {
  return JSON.stringify([atMs, kind, by, text]);
}

function timesAndTexts(
  entries: readonly { readonly atMs: number; readonly text: string }[],
): readonly [string, string] {
  const times = new Set(entries.map(({ atMs }) => atMs));
  const texts = new Set(entries.map(({ text }) => text));
  return [JSON.stringify([...times]), JSON.stringify([...texts])];
}
