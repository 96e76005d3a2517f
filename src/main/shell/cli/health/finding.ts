/** One thing that `doctor` looked at; the members are the names of its JSON. */
export interface Finding {
  readonly check: 'versions' | 'database' | 'keychain' | 'window' | 'disk';
  readonly ok: boolean;
  /** What was found, and what to do where it is not well. */
  readonly detail: string;
}
