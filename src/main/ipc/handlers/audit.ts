import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `audit.*`. */
export function createAuditHandlers({ audit }: Pick<Services, 'audit'>): DomainHandlers<'audit'> {
  return {
    'audit.list': async (window) => {
      const { entries, next } = await audit.list({ ...window, order: 'newest' });
      // What exactly was done can be long: the command line has it.
      return { entries: entries.map(({ sealed: _sealed, ...entry }) => entry), next };
    },
    'audit.verify': async () => {
      const { entries, last, faults } = await audit.verify();
      return { entries, last, faults: [...faults] };
    },
  };
}
