/** A word shared with the thread that answers: not 0 once nobody waits for the answer any more. */
export type StopFlag = Int32Array<SharedArrayBuffer>;

/** A flag that is raised when a signal is aborted. Messages would come too late: the thread is busy with the question. */
export function flagFor(signal: AbortSignal): StopFlag {
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const raise = (): void => void Atomics.store(flag, 0, 1);
  if (signal.aborted) raise();
  signal.addEventListener('abort', raise, { once: true });
  return flag;
}

export function isRaised(flag: StopFlag | undefined): boolean {
  return flag !== undefined && Atomics.load(flag, 0) !== 0;
}
