import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `tags.*`. */
export function createTagHandlers({ tags }: Pick<Services, 'tags'>): DomainHandlers<'tags'> {
  return {
    'tags.change': (tagging) => tags.change(tagging),
    'tags.undo': ({ tagging }) => tags.undo(tagging),
    'tags.known': async () => [...(await tags.known())],
    'tags.count': async ({ selection }) => {
      const { total, tags: counts } = await tags.count(selection);
      return { total, tags: [...counts] };
    },
  };
}
