/** What a file says on its way into the store, and what it would come to. */
import type { ImportedCase, ImportedRow } from '#main/services/ports/imports.ts';
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { CaseNumber, ConnectionId } from '#shared/model/ids.ts';
import type { FieldChange, ImportPart, ImportStatus } from '#shared/model/import.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';

/** Who imports what, when. */
export interface ImportSignature {
  /** Name of the file. */
  readonly file: string;
  readonly by: string;
  readonly atMs: number;
}

/** What one row comes to, or would. */
export interface RowPlan {
  readonly status: Extract<ImportStatus, 'new' | 'changed' | 'same'>;
  /** What of it is new here. */
  readonly parts: readonly ImportPart[];
  /** Where the record of this file was here before: in what it differs. */
  readonly fields: readonly FieldChange[];
  /** The file brings a decision, and another one stands here: it stays. */
  readonly keepsDecision: boolean;
}

/** Where rows are put. */
export interface ImportPlace {
  /** Name of the connection that stands for the file. */
  readonly source: string;
  /** Format of the file. */
  readonly stream: string;
  /** `none`: they join no case. `coming`: one that is made with them. */
  readonly case: CaseNumber | 'none' | 'coming';
}

export interface ImportReads {
  /** Without writing anything. At most 500 rows. */
  'imports.plan': Operation<{ readonly place: ImportPlace; readonly rows: readonly ImportedRow[] }, readonly RowPlan[]>;
}

/** A note, task or entry, and how many like it stand before it in the file. */
export interface LogEntry<Entry> {
  readonly entry: Entry;
  readonly earlier: number;
}

export interface ImportWrites {
  /** The connection that stands for a file; made when it is not there. @throws `state.conflict`: the name is a vendor's. */
  'imports.openSource': Operation<
    { readonly id: ConnectionId; readonly source: string; readonly atMs: number },
    { readonly id: ConnectionId }
  >;
  /** The case with that UUID; made, with all its fields, when it is not there. */
  'imports.openCase': Operation<
    ImportSignature & {
      readonly case: Omit<ImportedCase, 'notes' | 'tasks' | 'files' | 'timeline' | 'number' | 'tlp'> & {
        readonly tlp: TlpMark;
      };
      /** What its timeline begins with; null for one that brings its own. */
      readonly opened: string | null;
    },
    { readonly number: CaseNumber; readonly created: boolean }
  >;
  /** Stores the first of `rows`, at least one, and says what they came to. */
  'imports.rows': Operation<
    ImportSignature & {
      readonly place: ImportPlace;
      readonly rows: readonly ImportedRow[];
      /** What the timeline of the case says of them; null: nothing, as it has its own. */
      readonly told: { readonly entryId: number | null; readonly added: number } | null;
    },
    { readonly plans: readonly RowPlan[]; readonly entryId: number | null; readonly added: number }
  >;
  /**
   * Adds what is not in the case yet of the first of them, in this order, at least of one; `taken` says how many of each those were,
   * `leftOut` are tasks and files beyond those that a case can hold.
   */
  'imports.log': Operation<
    ImportSignature & {
      readonly number: CaseNumber;
      readonly notes: readonly LogEntry<ImportedCase['notes'][number]>[];
      readonly tasks: readonly LogEntry<ImportedCase['tasks'][number]>[];
      /** By name and hash, which is what makes them one. */
      readonly files: ImportedCase['files'];
      readonly timeline: readonly LogEntry<ImportedCase['timeline'][number]>[];
    },
    {
      readonly taken: Readonly<Record<'notes' | 'tasks' | 'files' | 'timeline', number>>;
      readonly added: number;
      readonly leftOut: number;
    }
  >;
}
