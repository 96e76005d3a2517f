import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `details.*`. */
export function createDetailsHandlers({ details }: Pick<Services, 'details'>): DomainHandlers<'details'> {
  return {
    'details.get': async ({ id }) => [...(await details.cards(id))],
    'details.refresh': (request) => details.refresh(request),
    'details.cancel': async () => {
      details.cancel();
      return null;
    },
  };
}
