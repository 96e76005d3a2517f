import type { WordField } from '#main/domain/query/plan.ts';
import { tlpMarks } from '#shared/model/vocabulary.ts';
import { type TermField, termFields, tlpCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { readStreamNames } from '../operations/streams.ts';
import { caseNumberOf } from '../operations/summaries.ts';
import { among, type Fragment, fragment, join, never } from './fragment.ts';
import { hasAnyFunction, type SearchFunctions } from './functions.ts';

/** What compiling a word needs. */
export interface WordContext {
  readonly db: ReadConnection;
  readonly functions: SearchFunctions;
}

/** Up to here an id list is searched for each id by SQLite itself; beyond, once with a set. */
const instrLimit = 6;

/** `tag:apt*` and the like: the pattern is looked up in the vocabulary, rows are then compared by id. */
export function compileWord(context: WordContext, field: WordField, pattern: string): Fragment {
  switch (field) {
    case 'vendor':
    case 'connection':
    case 'stream':
      return hasAny(context, 'i.streams', findStreams(context.db, field, pattern));
    case 'case':
      return among(selectCases(context.db, pattern));
    case 'tlp': {
      const codes = findTlpCodes(pattern);
      return codes.length === 0 ? never : fragment(`i.tlp IN (${codes.join(', ')})`);
    }
    default:
      return hasAny(context, 'i.terms', findTerms(context.db, field, pattern));
  }
}

/** Codes of the marks that a pattern means. */
export function findTlpCodes(pattern: string): readonly number[] {
  return tlpMarks.filter(matcher(pattern)).map((mark) => tlpCodes.toCode[mark]);
}

/** Ids of the streams whose vendor, connection or own name a pattern means. */
export function findStreams(
  db: ReadConnection,
  field: 'vendor' | 'connection' | 'stream',
  pattern: string,
): readonly number[] {
  const matches = matcher(pattern);
  return [...readStreamNames(db).values()].filter((name) => matches(name[field])).map((name) => name.id);
}

/** Ids of words of some fields that contain a text, for the search by substring. */
export function findTermsContaining(db: ReadConnection, fields: readonly TermField[], text: string): number[] {
  return db.column<number>(
    'SELECT id FROM term WHERE field IN (SELECT value FROM json_each(?)) AND instr(key, ?) > 0',
    JSON.stringify(fields.map((field) => termFields[field])),
    text,
  );
}

/** Whether an id list has one of the ids. */
export function hasAny(context: WordContext, column: 'i.terms' | 'i.streams', ids: readonly number[]): Fragment {
  if (ids.length > instrLimit) return fragment(`${hasAnyFunction}(${column}, ?)`, context.functions.addSet(ids));
  return join(
    'OR',
    ids.map((id) => fragment(`instr(${column}, ?) > 0`, ` ${id} `)),
  );
}

/** Ids of the words of a field that a pattern means. */
export function findTerms(db: ReadConnection, field: TermField, pattern: string): readonly number[] {
  const code = termFields[field];
  const key = pattern.toLowerCase();
  if (!key.includes('*')) return db.column<number>('SELECT id FROM term WHERE field = ? AND key = ?', code, key);
  const matches = matcher(pattern);
  const rows = db.all<{ id: number; key: string }>('SELECT id, key FROM term WHERE field = ?', code);
  return rows.filter((row) => matches(row.key)).map((row) => row.id);
}

/** The indicators in cases whose number a pattern means. */
export function selectCases(db: ReadConnection, pattern: string): Fragment {
  const matches = matcher(pattern);
  const ids = db.column<number>('SELECT id FROM case_file').filter((id) => matches(caseNumberOf(id)));
  return fragment(
    'SELECT indicator_id FROM case_indicator WHERE case_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
}

/** Compares without case; `*` stands for any text. Walks the pieces by hand: no expression is made from a user's text. */
export function matcher(pattern: string): (text: string) => boolean {
  const pieces = pattern.toLowerCase().split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return (text) => text.toLowerCase() === first;
  return (text) => {
    const folded = text.toLowerCase();
    if (folded.length < first.length + last.length || !folded.startsWith(first) || !folded.endsWith(last)) return false;
    let at = first.length;
    for (const piece of pieces.slice(1, -1)) {
      const found = folded.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= folded.length - last.length;
  };
}
