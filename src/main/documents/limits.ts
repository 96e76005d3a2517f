import { fileLimitBytes, importLimitBytes } from '#shared/model/limits.ts';

/** What a document may cost; beyond it a sentence tells what was too large, and nothing is half read. */
export const limits = {
  /** Of one file as given, bytes: to be looked up, to be imported. */
  inputBytes: fileLimitBytes,
  importBytes: importLimitBytes,
  /** In an archive, those inside archives included. */
  archiveEntries: 200,
  unpackedBytes: 256 * 1024 * 1024,
  /** A mail in a mail in an archive, and no deeper. */
  depth: 4,
  /** Distinct candidates of one file. */
  candidates: 100_000,
  /** Places told of one candidate; all are counted. */
  occurrences: 20,
  /** Of a text that is shown beside what was found, UTF-16 units. */
  shownText: 32 * 1024 * 1024,
} as const;

/** What the thread that reads one document may take: time, and MiB of heap. */
export const threadLimits = { limitMs: 60_000, heapMb: 1_024 } as const;
