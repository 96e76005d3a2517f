import type { SizeName } from '../search/goals.ts';

/** Goals of the design for 100,000, 1,000,000 and 5,000,000; null where it has none. */
type Goal = Readonly<Record<SizeName, number | null>>;

export const ingestGoals = {
  /** Storing what was read, times the raw limit, at most. */
  marginal: { '100k': 25, '1m': 35, '5m': 45 },
  /** How many times faster than every index kept up to date row by row, at least. */
  allLive: { '100k': null, '1m': 5, '5m': 5 },
  /** Records a second at this size against those with nothing stored, at least. */
  rate: { '100k': null, '1m': 0.75, '5m': 0.6 },
  /** Reading alone against all of it, at least. */
  endToEnd: { '100k': 0.25, '1m': 0.22, '5m': null },
  unchanged: { '100k': 0.45, '1m': 0.4, '5m': null },
  /** Bytes of the file against those of the raw records, at most. */
  file: { '100k': 0.5, '1m': 0.5, '5m': 0.5 },
  /** A decision while it syncs, 99th percentile, milliseconds, at most. */
  decision: { '100k': 60, '1m': 60, '5m': 80 },
  /** A question while it syncs against idle, both 99th percentiles, at most. */
  question: { '100k': 3, '1m': 3, '5m': 3 },
} as const satisfies Readonly<Record<string, Goal>>;
export type IngestGoal = keyof typeof ingestGoals;

/** Why a goal is missed where it is, and what was tried; told beside the figures for those that miss. */
export const ingestExplanations: Readonly<Record<IngestGoal, string>> = {
  marginal:
    'storing: more is stored of a record than the goal counted with. By a profile of the thread at 100,000 a fifth of its time goes into reading, as much into commits, a fourth into the statements for the rows of indicator and record with their indexes, a fourteenth into words, a twentieth each into compressing raw records, SHA-256, roll-ups and collecting garbage. Tried: triage that is no news not looked up, words found without a key made for each, the log of changes written by one statement, sixty-four raw records compressed together, a savepoint only beside other runs, a new indicator made without looking for it where the one before was new, one record rolled up without the steps for several, SHA-256 by way of a string, more room for what lives shortly, which are in. Tried, and out: four or sixteen rows by one statement (a row of as many columns with two indexes 8.8 and 7.9 microseconds in the place of 7.0), indexes made after a first sync (83 microseconds a record in the place of 91 among 100,000, for a cache that cannot be searched while it is filled), transactions of 200 and 500 ms in the place of 50 (no difference among a million).',
  allLive:
    'all indexes live: that stores an indicator’s words and a plain record; ours beside it fields of every vendor, compressed records, roll-up, triage, lists and the log of changes. See the first line.',
  rate: 'rate: each record goes to places of its own in the indexes of keys, values and ranks, which no longer lie together when there are many. Two indexes over keys at random alone cost 30 microseconds a row at this size, and as much where the rows of a transaction are sorted by key: hundreds of them among thousands of pages of an index meet each page once in any order.',
  endToEnd: 'end to end: storing takes several times as long as reading, see the first line.',
  unchanged:
    'unchanged: a look-up by the hash of the key and a SHA-256 of the record, besides reading it. Not tried: look-ups of a page by one statement.',
  file: 'file: rows and indexes of what is told by each record take as much as the compressed records themselves, see the largest parts below.',
  decision:
    'a decision: waits for at most 8 ms of a page, then for the commit of what is stored so far, then for the disk. Tried: parts of a page in the place of whole pages, and the log copied into the file by a thread beside the writer and in small parts (126 ms without that at a million), and that going on where a commit in the middle of a page has pages held (223 ms while it ended there), and parts of 8 ms in the place of 15 (medians of 13 and 19 ms, tails alike), which are in. Copies of 200 pages in the place of 500: no difference. And the database brought to the disk after each of these copies, by that thread: SQLite itself waits for the disk when the last of a log is copied, which mostly was the writer, 75 to 90 ms for all of 64 MiB at once (99th percentiles of 57 to 116 ms in one script before that, 41 to 48 ms with it). What is left is the reading of a page, which is not interrupted.',
  question:
    'questions: engine, writer and who asks share the processors, and before each question the engine reads on in the log of changes. Tried: reading on in small steps as soon as something has changed, columns of few rows packed without looking for distinct values, larger merges between questions only, and what is new compared with the benign lists as it is stored instead of before each question, which is in.',
};
