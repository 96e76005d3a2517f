import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `lookup.*`: what was found leaves in pages. */
export function createLookupHandlers({ desk }: Pick<Services, 'desk'>): DomainHandlers<'lookup'> {
  return {
    'lookup.run': async ({ ids }) => {
      const { names, counts, notes, ...rest } = await desk.run(ids);
      return { ...rest, names: [...names], counts: [...counts], notes: [...notes] };
    },
    'lookup.cancel': async ({ id }) => {
      desk.cancel(id);
      return null;
    },
    'lookup.page': async (request) => {
      const { rows, total } = await desk.page(request);
      return {
        rows: rows.map(({ candidate, row }) => {
          const { index, type, value, input, status, reason, lists, known, total: places, occurrences } = candidate;
          const fields = { index, type, value, input, status, reason, lists, known, total: places };
          return { ...fields, place: occurrences[0] ?? null, row };
        }),
        total,
      };
    },
    'lookup.indexes': async ({ id, order, ...filter }) => [...desk.indexes(id, filter, order)],
    'lookup.places': async ({ id, index }) => [...desk.places(id, index)],
    'lookup.source': async ({ id, first, limit }) =>
      desk.source(id, first, limit).map(({ stretches, ...row }) => ({ ...row, stretches: [...stretches] })),
    'lookup.copy': ({ pick, form, from }) => desk.copy(pick, form, from),
  };
}
