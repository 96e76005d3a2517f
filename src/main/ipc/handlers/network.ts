import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `network.*` and `budgets.*`: proxy, authorities, limits; the proxy's login goes in and does not come out. */
export function createNetworkHandlers({
  network,
  budgets,
}: Pick<Services, 'network' | 'budgets'>): DomainHandlers<'network' | 'budgets'> {
  return {
    'budgets.list': async () => [...(await budgets.list())],
    'budgets.cancelWaits': async ({ id }) => {
      budgets.cancelWaits(id);
      return null;
    },
    'network.get': () => network.get(),
    'network.setProxy': (proxy) => network.setProxy(proxy),
    'network.setProxyLogin': ({ login }) => network.setProxyLogin(login),
    'network.addAuthorities': ({ pem, connectionId }) => network.addAuthorities(pem, connectionId),
    'network.removeAuthority': ({ fingerprint, connectionId }) => network.removeAuthority(fingerprint, connectionId),
  };
}
