const longLength = 512;
/** Queries of one evening; a name that was dropped is only asked for again. */
const keptNames = 32;

const names = new Map<string, string>();
let last = 0;

/**
 * What stands for a query in a cache key: itself, or a short name. Keys are turned into text with every drawing, and a
 * pasted list can be a megabyte.
 */
export function nameOfQuery(query: string): string {
  if (query.length <= longLength) return query;
  const known = names.get(query);
  if (known !== undefined) return known;
  last += 1;
  const name = `\0query ${last}`;
  names.set(query, name);
  const [oldest] = names.keys();
  if (names.size > keptNames && oldest !== undefined) names.delete(oldest);
  return name;
}
