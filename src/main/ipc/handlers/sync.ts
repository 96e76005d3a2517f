import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `sync.*` and `runs.*`. */
export function createSyncHandlers({ sync, runs }: Pick<Services, 'sync' | 'runs'>): DomainHandlers<'sync' | 'runs'> {
  return {
    'sync.start': (request) => sync.start(request),
    'sync.cancel': async ({ connectionId }) => {
      sync.cancel(connectionId);
      return null;
    },
    'sync.status': async () => [...sync.status()],
    'runs.list': async (filter) => [...(await runs.list(filter))],
    'runs.rejected': async (filter) => [...(await runs.rejected(filter))],
  };
}
