import type { UpdatePolicy } from '#shared/model/update.ts';

/** What the administrator of this computer says about updates. */
export interface UpdatePolicyFile {
  /** Where it lies, to be shown. */
  readonly path: string;
  /** Reads it anew each time. Never throws. */
  read(): Promise<UpdatePolicy>;
}
