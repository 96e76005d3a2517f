/** JSON of our own inside the files of others: names in snake case, nothing unknown and nothing empty. */
export type Packed = string | number | boolean | null | readonly Packed[] | { readonly [name: string]: Packed };

/** Writes a record: `firstSeenMs` becomes `first_seen_ms`; null, undefined and empty lists are left out. */
export function pack(record: object): { readonly [name: string]: Packed } {
  const entries = Object.entries(record).flatMap(([name, value]) => {
    const packed = packValue(value);
    return packed === undefined ? [] : [[toSnake(name), packed] as const];
  });
  return Object.fromEntries(entries);
}

/** Reads what {@link pack} wrote, still to be parsed: names in camel case again. Foreign JSON is read as well as it goes. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [toCamel(name), unpack(member)]));
}

function packValue(value: unknown): Packed | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((member) => packValue(member) ?? null);
  if (typeof value === 'object' && value !== null) return pack(value);
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? value : undefined;
}

const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toCamel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
