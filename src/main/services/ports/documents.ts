/** What services ask of whoever reads documents: a file goes in, candidates with their places come out. Never the network. */

import type { BundleView } from '#shared/model/bundle.ts';
import type { Remark, Trap } from '#shared/model/candidate.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** A file as it was given; its name is for the eyes and for telling what it is. */
export interface DocumentFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One place of a candidate. */
export interface FoundOccurrence {
  /** The file's name, of files inside it with the way there: `mail.eml › invoice.pdf`. */
  readonly file: string;
  /** `page 3`, `header from`; null in a plain text. */
  readonly place: string | null;
  /** From 1; of the page, header or part where the place tells one. */
  readonly line: number;
  /** In the text of the file or part, UTF-16 units. */
  readonly offset: number;
  /** What stands around it, on one line; the candidate itself begins at `contextStart`. */
  readonly context: string;
  readonly contextStart: number;
  readonly contextLength: number;
  /** In {@link SourceText.text}, UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** The text of a document as it is shown: of all its pieces in a row, cut into rows for the eyes, blank ones left out. */
export interface SourceText {
  readonly text: string;
  /** Of each row, in parallel: where it begins and ends in the text, its line, and the number of its section. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly lines: Uint32Array;
  readonly sectionOf: Uint32Array;
  readonly sections: readonly { readonly file: string; readonly place: string | null }[];
}

/** A distinct candidate of one file. */
export interface FoundCandidate {
  readonly type: IndicatorType;
  readonly value: string;
  /** As it was first written. */
  readonly input: string;
  /** Why it is none; null when it is one. */
  readonly trap: Trap | null;
  readonly remark: Remark | null;
  /** The first places; `total` counts all. */
  readonly occurrences: readonly FoundOccurrence[];
  readonly total: number;
}

export interface ScanOutcome {
  /** What the file turned out to be: `pdf`, `eml`, `text`. */
  readonly format: string;
  readonly candidates: readonly FoundCandidate[];
  /** What was passed over, and why, for people. */
  readonly notes: readonly string[];
  /** Null when it was not asked for, or is longer than anybody reads. */
  readonly source: SourceText | null;
}

/** How a document is read. */
export interface ScanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether the text comes back too, to be shown beside. */
  readonly withSource?: boolean | undefined;
}

/** What proves a file; hashes in lower-case hex. */
export interface FileDigest {
  readonly sizeBytes: number;
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** A file whose bytes are here, or one on the disk that the user named on the command line. */
export type DigestSource = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly path: string };

/** A bundle, and what it may be encrypted with. */
export interface BundleRequest {
  readonly source: DigestSource;
  readonly passphrase: string | null;
}

/** Reads documents in a thread with limits of time and memory. */
export interface DocumentScanner {
  /** @throws AppError `input.tooLarge`, `input.invalid` (cannot be read), `internal.cancelled`. */
  scan(file: DocumentFile, options?: ScanOptions): Promise<ScanOutcome>;
  /** Size and hashes, of files of any size. @throws AppError `input.invalid` (cannot be read), `internal.cancelled`. */
  digest(source: DigestSource, signal?: AbortSignal): Promise<FileDigest>;
  /** Reads and checks a case bundle. @throws AppError `input.tooLarge`, `input.invalid`, `internal.cancelled`. */
  openBundle(request: BundleRequest, signal?: AbortSignal): Promise<BundleView>;
  /** Encrypts bytes with a passphrase, in the age format. */
  seal(bytes: Uint8Array<ArrayBuffer>, passphrase: string, signal?: AbortSignal): Promise<Uint8Array>;
}
