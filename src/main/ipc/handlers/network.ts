import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `network.*`: proxy and authorities; the proxy's login goes in and does not come out. */
export function createNetworkHandlers({ network }: Pick<Services, 'network'>): DomainHandlers<'network'> {
  return {
    'network.get': () => network.get(),
    'network.setProxy': (proxy) => network.setProxy(proxy),
    'network.setProxyLogin': ({ login }) => network.setProxyLogin(login),
    'network.addAuthorities': ({ pem, connectionId }) => network.addAuthorities(pem, connectionId),
    'network.removeAuthority': ({ fingerprint, connectionId }) => network.removeAuthority(fingerprint, connectionId),
  };
}
