import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `app.*`, `settings.*` and `vendors.*`. */
export function createAppHandlers({
  info,
  settings,
  connections,
}: Pick<Services, 'info' | 'settings' | 'connections'>): DomainHandlers<'app' | 'settings' | 'vendors'> {
  return {
    'app.info': async () => ({
      version: info.version,
      shell: info.shell,
      dataFolder: info.dataFolder,
      storageWarning: await info.storageWarning(),
    }),
    'settings.get': () => settings.get(),
    'settings.set': (change) => settings.set(change),
    'vendors.list': async () => [...(await connections.listVendors())],
  };
}
