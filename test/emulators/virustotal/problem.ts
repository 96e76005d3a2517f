/** The service's error codes that the emulator uses. Source: the vendor's errors page; names in samples. */
export type VtErrorCode =
  | 'AuthenticationRequiredError'
  | 'BadRequestError'
  | 'ForbiddenError'
  | 'InvalidArgumentError'
  | 'NotFoundError'
  | 'QuotaExceededError'
  | 'TooManyRequests'
  | 'UserNotActiveError'
  | 'WrongCredentialsError';

/** A refusal by the emulated service; the router answers `{"error":{code, message}}` with the status. */
export class VtProblem extends Error {
  readonly status: number;
  readonly code: VtErrorCode;

  constructor(status: number, code: VtErrorCode, message: string) {
    super(message);
    this.name = 'VtProblem';
    this.status = status;
    this.code = code;
  }
}

/** 400 with the code that bad parameters get. */
export function badRequest(message: string): VtProblem {
  return new VtProblem(400, 'BadRequestError', message);
}
