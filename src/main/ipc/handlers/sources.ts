import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `sources.*`: what the vendors are worth beside each other. */
export function createSourceHandlers({ sources }: Pick<Services, 'sources'>): DomainHandlers<'sources'> {
  return {
    'sources.overlap': (_nothing, context) => sources.overlap(context),
    'sources.checks': async (_nothing, context) => [...(await sources.checks(context))],
  };
}
