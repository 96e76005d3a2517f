/** What becomes of the database file as a whole: backups, their restoration, and what is saved from a damaged one. */

/** What a backup holds. */
export interface BackupReport {
  readonly sizeBytes: number;
  readonly schemaVersion: number;
  readonly indicators: number;
  readonly cases: number;
  readonly triageEntries: number;
}

/** What was put in place. */
export interface RestoreReport {
  readonly schemaVersion: number;
  /** Folder below the data folder that keeps what was there before; null when nothing was. */
  readonly keptIn: string | null;
}

/** Rows in the new file, and places of the old one that could not be read: an upper bound for what is lost. */
export interface Salvaged {
  readonly kept: number;
  readonly lost: number;
}

/** What was saved, by kind. */
export interface SalvagedCounts {
  readonly connections: Salvaged;
  readonly settings: Salvaged;
  readonly triageEntries: Salvaged;
  readonly tagEntries: Salvaged;
  readonly cases: Salvaged;
  /** Notes, tasks, timeline entries and indicators of cases. */
  readonly caseParts: Salvaged;
  readonly outbox: Salvaged;
  /** Indicators with work of the analyst's on them whose name could not be read. */
  readonly unnamedIndicators: number;
}

/** `sound`: there was nothing to repair, and nothing was changed. */
export type RepairReport =
  | { readonly kind: 'sound' }
  | { readonly kind: 'repaired'; readonly keptIn: string; readonly counts: SalvagedCounts };

/**
 * Work on the database as a file, while no store is open on it. A signal stops it before anything is replaced (`internal.cancelled`);
 * what is past that point is finished.
 */
export interface DataCare {
  /** Verified copy while others read and write. @throws AppError `state.notFound`, `export.notWritable`, `storage.*`, `input.invalid`. */
  backUp(target: string, signal?: AbortSignal): Promise<BackupReport>;
  /** @throws AppError `state.conflict` while anything has the data folder open, `storage.*`, `state.notFound`. */
  restore(source: string, signal?: AbortSignal): Promise<RestoreReport>;
  /** @throws AppError as `restore`. */
  repair(signal?: AbortSignal): Promise<RepairReport>;
}
