/** Applies `map` to one item after the other, while they are asked for. */
export async function* mapLazily<Item, Result>(
  items: AsyncIterable<Item>,
  map: (item: Item) => Result,
): AsyncIterable<Result> {
  for await (const item of items) yield map(item);
}

/** Up to `count` more; leaves the iterator open for whoever takes the rest. */
export async function* takeNext<Item>(items: AsyncIterator<Item>, count: number): AsyncIterable<Item> {
  for (let taken = 0; taken < count; taken += 1) {
    const next = await items.next();
    if (next.done === true) return;
    yield next.value;
  }
}

/** The items in one go, or undefined when there is none: a table without rows is not to be headed. */
export async function unlessEmpty<Item>(items: AsyncIterable<Item>): Promise<AsyncIterable<Item> | undefined> {
  const rest = items[Symbol.asyncIterator]();
  const first = await rest.next();
  return first.done === true ? undefined : continueWith(first.value, rest);
}

async function* continueWith<Item>(first: Item, rest: AsyncIterator<Item>): AsyncIterable<Item> {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
