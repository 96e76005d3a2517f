import type { ImportedCase, ImportedRow } from '#main/services/ports/imports.ts';
import type { ImportWrites, LogEntry } from '#main/services/ports/store/imports.ts';

/** Rows per message to the store, and about how many characters. */
const batchSize = 200;
const batchLength = 400_000;
/** Notes or entries per message: each message is held against all that the case has of the same moments. */
const logBatchSize = 1_000;

/** Rows in pieces that make messages of a bearable size. */
export function* batchesOf(rows: readonly ImportedRow[]): Generator<readonly ImportedRow[]> {
  let [start, length] = [0, 0];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    length += row === undefined ? 0 : lengthOf(row);
    if (at + 1 - start < batchSize && length < batchLength) continue;
    yield rows.slice(start, at + 1);
    [start, length] = [at + 1, 0];
  }
  if (start < rows.length) yield rows.slice(start);
}

/** Raw and fingerprint are the long ones; what was frozen is about as long as the raw text it was read from. */
function lengthOf({ draft, comment }: ImportedRow): number {
  return 2 * draft.raw.length + (draft.fingerprint?.length ?? 0) + (comment?.length ?? 0);
}

/** What of a case's log goes in one message. */
export type LogInput = Pick<ImportWrites['imports.log']['input'], 'notes' | 'tasks' | 'files' | 'timeline'>;

/** What was written in a case, in pieces, in its order: notes, then tasks, files and the timeline. */
export function* logBatches({ notes, tasks, files, timeline }: ImportedCase): Generator<LogInput> {
  const none: LogInput = { notes: [], tasks: [], files: [], timeline: [] };
  for (const batch of pieces(numberAlike(notes))) yield { ...none, notes: batch };
  for (const batch of pieces(numberAlike(tasks, ({ text }) => text))) yield { ...none, tasks: batch };
  if (files.length > 0) yield { ...none, files };
  for (const batch of pieces(numberAlike(timeline))) yield { ...none, timeline: batch };
}

/** What is left of a message of which the store took the first ones. */
export function restOf(
  { notes, tasks, files, timeline }: LogInput,
  taken: ImportWrites['imports.log']['output']['taken'],
): LogInput | undefined {
  const rest: LogInput = {
    notes: notes.slice(taken.notes),
    tasks: tasks.slice(taken.tasks),
    files: files.slice(taken.files),
    timeline: timeline.slice(taken.timeline),
  };
  return Object.values(rest).some((entries) => entries.length > 0) ? rest : undefined;
}

/** With each entry, how many like it stand before it. */
function numberAlike<Entry extends object>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string = likenessOf,
): readonly LogEntry<Entry>[] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    const key = keyOf(entry);
    const earlier = counts.get(key) ?? 0;
    counts.set(key, earlier + 1);
    return { entry, earlier };
  });
}

/** Marks may change; when, who and what do not. */
function likenessOf(entry: object): string {
  const {
    isPinned: _pinned,
    evidence: _evidence,
    ...rest
  } = { ...entry } as { isPinned?: unknown; evidence?: unknown };
  return JSON.stringify(rest);
}

function* pieces<Entry extends { readonly text: string }>(
  entries: readonly LogEntry<Entry>[],
): Generator<readonly LogEntry<Entry>[]> {
  let piece: LogEntry<Entry>[] = [];
  let length = 0;
  for (const one of entries) {
    piece.push(one);
    length += one.entry.text.length;
    if (piece.length < logBatchSize && length < batchLength) continue;
    yield piece;
    [piece, length] = [[], 0];
  }
  if (piece.length > 0) yield piece;
}
