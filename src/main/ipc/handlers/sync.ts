import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `sync.*`, `schedule.*` and `runs.*`. */
export function createSyncHandlers({
  sync,
  schedule,
  runs,
}: Pick<Services, 'sync' | 'schedule' | 'runs'>): DomainHandlers<'sync' | 'schedule' | 'runs'> {
  return {
    'sync.start': (request) => sync.start(request),
    'sync.cancel': async ({ connectionId }) => {
      sync.cancel(connectionId);
      return null;
    },
    'sync.status': async () => [...sync.status()],
    'schedule.list': async () => [...(await schedule.list())],
    'runs.list': async (filter) => [...(await runs.list(filter))],
    'runs.rejected': async (filter) => [...(await runs.rejected(filter))],
  };
}
