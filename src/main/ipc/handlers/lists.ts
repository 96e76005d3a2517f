import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `lists.*`: lists of harmless values; a list from a file has arrived through `files.*`. */
export function createListHandlers({ lists, uploads }: Pick<Services, 'lists' | 'uploads'>): DomainHandlers<'lists'> {
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return {
    'lists.list': async () => [...(await lists.list())],
    'lists.check': async ({ id }) => {
      const { name, bytes } = uploads.read(id);
      return lists.check(name, decode(bytes));
    },
    'lists.import': async ({ id }) => {
      const { name, bytes } = uploads.take(id);
      return lists.importList(name, decode(bytes));
    },
    'lists.remove': async ({ name }) => {
      await lists.remove(name);
      return null;
    },
    'lists.match': async ({ indicators }) => (await lists.match(indicators)).map((titles) => [...titles]),
    'lists.allowed': async () => [...(await lists.allowed())],
    'lists.allow': async (entry) => {
      await lists.allow(entry);
      return null;
    },
    'lists.disallow': async ({ id }) => {
      await lists.disallow(id);
      return null;
    },
  };
}
