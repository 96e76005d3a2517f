import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `searches.*`: saved ones and the history. */
export function createSearchHandlers({ savedSearches }: Pick<Services, 'savedSearches'>): DomainHandlers<'searches'> {
  return {
    'searches.list': async () => [...(await savedSearches.list())],
    'searches.save': async (search) => {
      await savedSearches.save(search);
      return null;
    },
    'searches.remove': async ({ name }) => {
      await savedSearches.remove(name);
      return null;
    },
    'searches.look': ({ name }) => savedSearches.look(name),
    'searches.history': async () => [...(await savedSearches.history())],
    'searches.remember': async ({ query }) => {
      savedSearches.remember(query);
      return null;
    },
  };
}
