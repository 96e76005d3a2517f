/** Everything that comes, in a list: for what a case has a few thousand of, not for its indicators. */
export async function readAll<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
