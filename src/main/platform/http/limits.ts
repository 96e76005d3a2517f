/** What one call may cost: a host that misbehaves is cut off, not waited for. Times in ms, sizes in bytes. */
export interface HttpLimits {
  readonly connectMs: number;
  /** From the request to the end of the headers. */
  readonly headersMs: number;
  /** Longest silence inside a body. */
  readonly silenceMs: number;
  /** Over such a stretch a body must have brought at least `leastBytesPerSecond`. */
  readonly paceWindowMs: number;
  readonly leastBytesPerSecond: number;
  readonly wholeCallMs: number;
  readonly headerBytes: number;
  /** As it travels, compressed or not. */
  readonly wireBytes: number;
  readonly decodedBytes: number;
  /** Decoded to wire bytes; looked at beyond `ratioFreeBytes` decoded ones. */
  readonly ratio: number;
  readonly ratioFreeBytes: number;
}

const mebibyte = 1024 * 1024;

/** Security rules section 6. */
export const defaultHttpLimits: HttpLimits = {
  connectMs: 10_000,
  headersMs: 30_000,
  silenceMs: 30_000,
  paceWindowMs: 30_000,
  leastBytesPerSecond: 1024,
  wholeCallMs: 120_000,
  headerBytes: 32 * 1024,
  wireBytes: 32 * mebibyte,
  decodedBytes: 64 * mebibyte,
  ratio: 200,
  ratioFreeBytes: mebibyte,
};
