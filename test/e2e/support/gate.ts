/** Holds whoever waits until it is opened; lets a test look at what happens in between without any pause. */
export interface Gate {
  readonly opened: Promise<void>;
  /** Settles when somebody first waits. */
  readonly reached: Promise<void>;
  wait(): Promise<void>;
  open(): void;
}

/** Makes a closed gate. */
export function createGate(): Gate {
  const opened = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  return {
    opened: opened.promise,
    reached: reached.promise,
    wait() {
      reached.resolve();
      return opened.promise;
    },
    open: () => opened.resolve(),
  };
}
