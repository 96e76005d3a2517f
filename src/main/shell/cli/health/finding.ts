/** One thing that `doctor` looked at; the members are the names of its JSON. */
export interface Finding {
  readonly check:
    | 'versions'
    | 'database'
    | 'audit'
    | 'keychain'
    | 'window'
    | 'disk'
    | 'network'
    | 'updates'
    | 'connection';
  readonly ok: boolean;
  /** What was found, and what to do where it is not well. */
  readonly detail: string;
  /** With `connection`: which one, and what exactly is wrong (`kind` of each thing found). */
  readonly connection?: string;
  readonly findings?: readonly string[];
}
