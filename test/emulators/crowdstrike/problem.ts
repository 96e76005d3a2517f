/** One entry of the vendor's `errors` array. */
export interface ApiError {
  readonly code: number;
  readonly message: string;
  readonly id?: string;
}

/**
 * A refusal by the emulated service: the HTTP status and what the answer says.
 *
 * Thrown anywhere below the routes; the router turns it into the vendor's error envelope. `resources` is left out
 * (the meta-only form) unless it is given.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly resources: readonly unknown[] | undefined;

  constructor(status: number, message: string, resources?: readonly unknown[]) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.resources = resources;
  }
}
