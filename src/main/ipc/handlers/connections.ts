import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `connections.*`, `credentials.*` and `vault.*`: secrets go in, none comes out. */
export function createConnectionHandlers({
  connections,
}: Pick<Services, 'connections'>): DomainHandlers<'connections' | 'credentials' | 'vault'> {
  return {
    'vault.status': async () => {
      const { keychain, memoryOnly } = await connections.vaultStatus();
      return { keychain, memoryOnly: [...memoryOnly] };
    },
    'connections.list': async () => [...(await connections.list())],
    'connections.add': (input) => connections.add(input),
    'connections.update': ({ id, ...change }) => connections.update(id, change),
    'connections.remove': async ({ id, purge }) => {
      await connections.remove(id, purge);
      return null;
    },
    'connections.countDue': async ({ id, days }) => ({ records: await connections.countDue(id, days) }),
    'connections.forgetDue': async ({ id }, { signal }) => ({
      records: await connections.forgetDue(id, { signal }),
    }),
    'connections.test': ({ id }) => connections.test(id),
    'connections.tryOut': (input) => connections.tryOut(input),
    'credentials.set': ({ id, secret, keepIn }) => connections.setSecret(id, secret, keepIn),
    'credentials.clear': ({ id }) => connections.clearSecret(id),
  };
}
