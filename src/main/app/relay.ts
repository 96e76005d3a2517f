/** Passes on what a source tells that comes and goes, to listeners that stay. It is followed only while there are any. */
export interface Relay<Source, Told> {
  /** There is a source now. */
  follow(source: Source): void;
  /** It is gone, and tells nothing more. */
  forget(): void;
  /** @param opening the source that there is or may soon be. @returns a function that ends the subscription. */
  add(listener: (told: Told) => void, opening: Promise<Source> | undefined): () => void;
}

/** @param subscribe listens to a source; returns a function that ends it. */
export function createRelay<Source, Told>(
  subscribe: (source: Source, listener: (told: Told) => void) => () => void,
): Relay<Source, Told> {
  const listeners = new Set<(told: Told) => void>();
  let leave: (() => void) | undefined;

  function follow(source: Source): void {
    if (listeners.size === 0) return;
    leave ??= subscribe(source, (told) => {
      for (const listener of listeners) listener(told);
    });
  }

  return {
    follow,
    forget() {
      leave = undefined;
    },
    add(listener, opening) {
      listeners.add(listener);
      // Whoever asks next is told why it cannot be opened.
      opening?.then(follow, () => undefined);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        leave?.();
        leave = undefined;
      };
    },
  };
}
