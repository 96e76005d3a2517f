/** A backup that lies where the window looks for them. */
export interface BackupFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** When it was written, epoch milliseconds. */
  readonly writtenAtMs: number;
}

/** The folder in which backups of the window lie. */
export interface BackupFolder {
  /** To be shown. */
  readonly path: string;
  /** The newest first; none when there is no folder. */
  list(): Promise<readonly BackupFile[]>;
  /** Absolute path of one of them. @throws AppError `state.notFound`. */
  find(name: string): Promise<string>;
}
