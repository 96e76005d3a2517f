/** What services ask of whoever reads files of other systems: a file goes in, statements about indicators come out. */
import type { ObservationDraft } from '#main/vendors/vendor.ts';
import type { CsvMapping, ImportFormat } from '#shared/model/import.ts';
import type { TlpMark, TriageState, Verdict } from '#shared/model/vocabulary.ts';
import type { FrozenMember } from '#shared/public-json/frozen.ts';
import type { TravellingCase } from '#shared/public-json/travelling-case.ts';
import type { DocumentFile } from './documents.ts';

/** A decision that travels with an indicator. */
export interface ImportedTriage {
  readonly state: TriageState;
  readonly verdict: Verdict;
  /** Null: nobody said when, or who. */
  readonly atMs: number | null;
  readonly by: string | null;
}

/** What a file says of one indicator. */
export interface ImportedRow {
  /** Where it stands: a line, or the id of an object. */
  readonly place: string;
  readonly draft: ObservationDraft;
  readonly comment: string | null;
  readonly role: string | null;
  /** When it was put into the case of the file; null: nobody said. */
  readonly addedAtMs: number | null;
  readonly triage: ImportedTriage | null;
  /** What the case of the file froze of it; null: it is frozen as it stands when it joins. */
  readonly frozen: FrozenMember | null;
}

/** Something in a file that does not become an indicator, and why. */
export interface PassedOver {
  readonly place: string;
  /** What it is: `malware Emotet`, a text. */
  readonly what: string;
  readonly reason: string;
  /** `refused`: it was meant as an indicator and is none. `skipped`: nothing here is made for it. */
  readonly kind: 'refused' | 'skipped';
}

/** A case that a file describes. Of foreign files only the first lines are known. */
export interface ImportedCase extends Omit<TravellingCase, 'tlp' | 'number'> {
  /** Null: the file bears no mark. */
  readonly tlp: TlpMark | null;
  /** As it was called where it comes from; null in foreign files. */
  readonly number: string | null;
}

/** The columns of a CSV file, for who maps them. */
export interface CsvColumns {
  readonly mapping: CsvMapping;
  /** The header, or `Column 1` and so on. */
  readonly names: readonly string[];
  /** The first lines. */
  readonly sample: readonly (readonly string[])[];
}

/** A file, read. */
export interface ImportedFile {
  readonly format: ImportFormat;
  /** Who made it, as the file says; null: it does not. */
  readonly author: string | null;
  /** What a case of it would be called. */
  readonly title: string;
  readonly case: ImportedCase | null;
  /** Of the case that it describes; else of one that is made for it: the same file of the same name, the same case. */
  readonly caseUuid: string;
  /** At most one per indicator. */
  readonly rows: readonly ImportedRow[];
  readonly passedOver: readonly PassedOver[];
  /** What to know about the reading as a whole. */
  readonly notes: readonly string[];
  readonly columns: CsvColumns | null;
}

/** How a file is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Null: told by its content. */
  readonly format: ImportFormat | null;
  /** Of a CSV file; null: guessed from its header. */
  readonly mapping: CsvMapping | null;
}

/** Reads files of other systems in a thread with limits of time and memory. */
export interface ImportReader {
  /** @throws AppError `input.tooLarge`, `input.invalid` (cannot be read), `internal.cancelled`. */
  readImport(file: DocumentFile, options: ReadOptions): Promise<ImportedFile>;
}
