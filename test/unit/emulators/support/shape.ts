import { readFileSync } from 'node:fs';

/** What a set of JSON values has in common: their types, and for objects and arrays what is inside. */
export interface Profile {
  readonly types: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, { readonly profile: Profile; readonly isAlwaysThere: boolean }>;
  readonly items: Profile | undefined;
}

/** What may occur beyond the recordings, by path (`data[].first_seen`): JSON types, or `any` for a whole subtree. */
export type Documented = Readonly<Record<string, readonly string[] | 'any'>>;

/** Describes values of one place in a document. */
export function profileOf(values: readonly unknown[]): Profile {
  const objects = values.filter((value) => typeOfJson(value) === 'object') as Record<string, unknown>[];
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  const members = [...names].map((name) => {
    const there = objects.filter((object) => Object.hasOwn(object, name));
    const profile = profileOf(there.map((object) => object[name]));
    return [name, { profile, isAlwaysThere: there.length === objects.length }] as const;
  });
  const arrays = values.filter((value) => Array.isArray(value));
  const items = arrays.flat();
  return {
    types: new Set(values.map(typeOfJson)),
    members: new Map(members),
    items: items.length === 0 ? undefined : profileOf(items),
  };
}

/**
 * Where the emulated values differ from the recorded ones: a member that every recording has is missing, a member or a
 * type occurs that is neither recorded nor documented. Empty: same shape.
 */
export function differences(recorded: Profile, emulated: Profile, documented: Documented, path = ''): string[] {
  const allowed = documented[path];
  if (allowed === 'any') return [];
  const problems = [...emulated.types]
    .filter((type) => !recorded.types.has(type) && !(allowed ?? []).includes(type))
    .map((type) => `${path || 'body'}: ${type} instead of ${[...recorded.types].join('|') || 'nothing'}`);
  for (const [name, { isAlwaysThere }] of recorded.members) {
    const isRequired = isAlwaysThere && emulated.types.has('object');
    if (isRequired && emulated.members.get(name)?.isAlwaysThere !== true) problems.push(`${join(path, name)}: missing`);
  }
  for (const [name, { profile }] of emulated.members) {
    const known = recorded.members.get(name)?.profile;
    const place = join(path, name);
    if (known !== undefined) problems.push(...differences(known, profile, documented, place));
    else if (documented[place] === undefined) problems.push(`${place}: neither recorded nor documented`);
    else problems.push(...differences(profileOf([]), profile, documented, place));
  }
  if (emulated.items !== undefined) {
    problems.push(...differences(recorded.items ?? emulated.items, emulated.items, documented, `${path}[]`));
  }
  return problems;
}

/** A recorded file, from the copied fixtures. */
export function readFixture(vendor: string, file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/vendors/${vendor}/${file}`, import.meta.url), 'utf8'));
}

/** The body of a recorded answer. */
export function recordedBody(vendor: string, file: string): unknown {
  // Every recorded answer has this form; a test would fail at once otherwise.
  return (readFixture(vendor, file) as { readonly response: { readonly body: unknown } }).response.body;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function typeOfJson(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
