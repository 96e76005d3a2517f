import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** Longest raw record that is shown, in UTF-16 code units: the whole one is in the lossless export. */
const rawLengthLimit = 262_144;

/** `indicators.*`, `observations.*` and `triage.*`. */
export function createIndicatorHandlers({
  search,
  assistant,
  triage,
  copies,
  pivots,
}: Pick<Services, 'search' | 'assistant' | 'triage' | 'copies' | 'pivots'>): DomainHandlers<
  'indicators' | 'observations' | 'triage'
> {
  return {
    'indicators.search': async (request, context) => [...(await search.search(request, context))],
    'indicators.count': ({ query }, context) => search.count(query, context),
    'indicators.facets': ({ query }, context) => search.facets(query, context),
    'indicators.histogram': (request, context) => search.histogram(request, context),
    'indicators.hints': async ({ query }) => [...(await search.hints(query))],
    'indicators.complete': async (request) => {
      const { suggestions, ...place } = await assistant.complete(request);
      return { ...place, suggestions: [...suggestions] };
    },
    'indicators.help': async () => assistant.help().map(({ title, entries }) => ({ title, entries: [...entries] })),
    'indicators.get': (which) => search.detail(which),
    'indicators.pivots': async ({ id }, context) => {
      const { pivots: found, leftOut } = await pivots.list(id, context);
      return { pivots: [...found], leftOut };
    },
    'indicators.recall': async ({ indicators }) => [...(await search.recall(indicators))],
    'indicators.copy': ({ selection, form }) => copies.copy(selection, form),
    'indicators.statements': async (request, context) => [...(await search.statements(request, context))],
    'observations.raw': async ({ id }) => {
      const text = await search.raw(id);
      return { text: text.slice(0, rawLengthLimit), cut: text.length > rawLengthLimit };
    },
    'observations.versions': async ({ id }) => [...(await search.versions(id))],
    'triage.apply': (decision) => triage.apply(decision),
    'triage.undo': ({ decision }) => triage.undo(decision),
  };
}
