/** How long one transaction of an import may take: whoever waits for the writer waits no longer. */
const sliceMs = 40;

/** Those of a message that one transaction has time for; the first always. */
export function* inSlice<Item>(items: Iterable<Item>): Generator<Item> {
  const startedMs = performance.now();
  for (const item of items) {
    yield item;
    if (performance.now() - startedMs > sliceMs) return;
  }
}
