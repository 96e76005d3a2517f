/** A call that may be asked for often and runs seldom. */
export interface Coalesced<Item> {
  add(items: readonly Item[]): void;
  stop(): void;
}

/**
 * Collects items and hands them over together, at once for the first and then at most once per interval: a sync
 * reports changes several times a second, and each would make the window search again.
 *
 * @param intervalMs least time between two runs.
 */
export function coalesce<Item>(intervalMs: number, run: (items: ReadonlySet<Item>) => void): Coalesced<Item> {
  let waiting = new Set<Item>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    if (waiting.size === 0) return;
    const items = waiting;
    waiting = new Set();
    timer = setTimeout(flush, intervalMs);
    run(items);
  };
  return {
    add(items) {
      for (const item of items) waiting.add(item);
      if (timer === undefined) flush();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      waiting.clear();
    },
  };
}
