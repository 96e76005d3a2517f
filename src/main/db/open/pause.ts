const cell = new Int32Array(new SharedArrayBuffer(4));

/** Blocks this thread; only ever a few milliseconds, and only in a thread that has nothing else to do. */
export function pause(durationMs: number): void {
  Atomics.wait(cell, 0, 0, durationMs);
}
