/** The log as it lies on the disk, for whoever has to find out what happened. */
export interface LogSource {
  /** The last lines, oldest first; redacted when they were written. Empty where there is no log. */
  readTail(lineLimit: number): Promise<readonly string[]>;
  /** The same redaction for a text made now: no secret, the home folder as `~`, invisible characters visible. */
  redact(text: string): string;
}
