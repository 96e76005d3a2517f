import type { SavedSearch } from '#shared/model/saved-search.ts';
import type { FoundSearch } from '#shared/model/schedule.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';

/** The searches that have more that is new than before. */
export function findGrown(before: readonly SavedSearch[], after: readonly SavedSearch[]): readonly FoundSearch[] {
  const known = new Map(before.map(({ name, newCount }) => [name, newCount ?? 0]));
  return after.flatMap(({ name, query, newCount }) =>
    newCount !== null && newCount > (known.get(name) ?? 0) ? [{ name, query, newCount }] : [],
  );
}

/** Text of a message of the operating system. */
export interface Announcement {
  readonly title: string;
  readonly body: string;
}

/** Such messages are shown on locked screens: counts and the analyst's own names, cut, and nothing of what vendors sent. */
export function announceFound(found: readonly FoundSearch[]): Announcement {
  const shown = found.slice(0, namesShown).map(({ name, newCount }) => `${newCount} in ${shorten(revealHidden(name))}`);
  const others = found.length - shown.length;
  return {
    title: 'New matches of saved searches',
    body: [...shown, ...(others > 0 ? [`and ${others} more`] : [])].join(' · '),
  };
}

const namesShown = 3;
const nameLength = 60;

function shorten(name: string): string {
  return name.length <= nameLength ? name : `${name.slice(0, nameLength - 1)}…`;
}
