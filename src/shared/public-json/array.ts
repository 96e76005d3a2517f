/**
 * A JSON array as text, written item by item while the items are read: there may be more than memory should hold.
 *
 * @param gap stands before each item and before the closing bracket, for files that people open.
 */
export async function* writeJsonArray<Item>(
  items: AsyncIterable<Item>,
  toPublic: (item: Item) => unknown,
  gap: '' | '\n' = '',
): AsyncGenerator<string> {
  yield '[';
  let separator = '';
  for await (const item of items) {
    yield separator + gap + JSON.stringify(toPublic(item));
    separator = ',';
  }
  yield `${gap}]`;
}
