/** The log of who did what. Its entries are written by the writes that it tells of, in their transactions. */
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { AuditEntry, AuditFault } from '#shared/model/audit.ts';
import type { CaseNumber } from '#shared/model/ids.ts';

/** An entry with all that is told of the act. */
export interface StoredAuditEntry extends AuditEntry {
  /** The canonical text that the hash seals: JSON with `id`, `at`, `by`, `action`, `case`, `text` and `detail`. */
  readonly sealed: string;
}

/** A page of the log. */
export interface AuditWindow {
  /** Only what concerns this case; null for everything. */
  readonly number: CaseNumber | null;
  readonly order: 'newest' | 'oldest';
  /** Begins after this entry; null for the first page. */
  readonly after: number | null;
  readonly limit: number;
}

/** An entry of the log, and the seal on it. */
export interface SealedPlace {
  readonly id: number;
  /** Hex. */
  readonly hash: string;
}

export interface AuditReads {
  /** At most 200, and as many as fit into an answer of about a megabyte. */
  'audit.list': Operation<AuditWindow, { readonly entries: readonly StoredAuditEntry[]; readonly next: number | null }>;
  /** One place of the log; null when there is no such entry. */
  'audit.place': Operation<{ readonly id: number }, SealedPlace | null>;
  /**
   * Goes on with the log after a place; null begins. `last` is where it stopped, null when there was nothing to read.
   * With `isOver`, it also was held against the highest number ever given.
   */
  'audit.check': Operation<
    { readonly after: SealedPlace | null },
    {
      readonly entries: number;
      readonly last: SealedPlace | null;
      readonly faults: readonly AuditFault[];
      readonly isOver: boolean;
    }
  >;
}
