import type { TagCount } from '#shared/model/tag.ts';
import { keyOfTag, normaliseTagName } from '#shared/text/tag-name.ts';

/** What is to become of a tag; a tag without a wish stays as it is. */
export type TagWish = 'add' | 'remove';

/** Wishes by key, with the name as it will be written; the order is that in which they were made. */
export type TagWishes = ReadonlyMap<string, { readonly name: string; readonly wish: TagWish }>;

/** A tag that can be put on or taken off. */
export interface TagLine {
  readonly key: string;
  readonly name: string;
  /** How many of what is selected have it as an own tag. */
  readonly having: number;
  /** How many indicators of the cache have it; null where nobody knows yet, or nobody has. */
  readonly uses: number | null;
  readonly wish: TagWish | null;
}

/** What lines are made of. */
export interface TagSources {
  /** As typed. */
  readonly text: string;
  /** Whether that can be the name of a tag. */
  readonly isName: boolean;
  /** Own tags on what is selected. */
  readonly standing: readonly TagCount[];
  /** Own tags in use, then those of vendors: name and count, the most frequent first. */
  readonly known: readonly TagCount[];
  readonly wishes: TagWishes;
}

/** More are found by typing on. */
const mostLines = 60;

/**
 * The lines of the editor: what stands on the selection or is wished for, then what is known, the most frequent first. Typing
 * narrows them; a name that nothing has comes first as a line of its own. Pure.
 */
export function listTagLines({ text, isName, standing, known, wishes }: TagSources): readonly TagLine[] {
  const lines = new Map<string, TagLine>();
  const add = (name: string, parts: Partial<Pick<TagLine, 'having' | 'uses'>>): void => {
    const key = keyOfTag(name);
    const before = lines.get(key);
    const wish = wishes.get(key)?.wish ?? null;
    lines.set(key, { key, name, having: 0, uses: null, wish, ...before, ...parts });
  };
  for (const { name, count } of standing) add(name, { having: count });
  for (const { name } of wishes.values()) add(name, {});
  for (const { name, count } of known) add(name, { uses: Math.max(count, lines.get(keyOfTag(name))?.uses ?? 0) });
  const typed = keyOfTag(normaliseTagName(text));
  const all = [...lines.values()];
  if (typed === '') return all.slice(0, mostLines);
  const found = all
    .filter(({ key }) => key.includes(typed))
    .sort((one, other) => rank(one, typed) - rank(other, typed));
  if (isName && !lines.has(typed)) {
    found.unshift({ key: typed, name: normaliseTagName(text), having: 0, uses: null, wish: null });
  }
  return found.slice(0, mostLines);
}

/** Sorting is stable: within a rank the order stays. */
function rank({ key }: TagLine, typed: string): number {
  if (key === typed) return 0;
  return key.startsWith(typed) ? 1 : 2;
}

export type TagCheck = 'on' | 'off' | 'mixed';

/** How a line's box looks, wishes considered. @param total how many are selected. */
export function checkOf({ wish, having }: TagLine, total: number): TagCheck {
  if (wish !== null) return wish === 'add' ? 'on' : 'off';
  if (having === 0) return 'off';
  return having < total ? 'mixed' : 'on';
}

/** What a click makes of a line. One that some have goes to all, to none, and back to how it is. */
export function nextWish(line: TagLine, total: number): TagWish | null {
  if (line.wish === 'remove') return null;
  if (line.wish === 'add') return line.having > 0 ? 'remove' : null;
  return checkOf(line, total) === 'on' ? 'remove' : 'add';
}

export function withWish(wishes: TagWishes, { key, name }: TagLine, wish: TagWish | null): TagWishes {
  const next = new Map(wishes);
  if (wish === null) next.delete(key);
  else next.set(key, { name, wish });
  return next;
}

/** Names to put on and to take off. */
export function splitWishes(wishes: TagWishes): { readonly add: string[]; readonly remove: string[] } {
  const named = (wanted: TagWish): string[] =>
    [...wishes.values()].filter(({ wish }) => wish === wanted).map(({ name }) => name);
  return { add: named('add'), remove: named('remove') };
}
