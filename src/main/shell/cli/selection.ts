import type { Selection } from '#main/services/search-service.ts';
import type { CliContext } from './context.ts';

/**
 * What a `<query-or-value>` means: text that names one indicator which the cache holds is that indicator, also where a query
 * would take it for a part of other names (`evil.example` alone must not triage every subdomain); all else is a query.
 */
export async function readSelection(context: CliContext, text: string): Promise<Selection> {
  const { services } = await context.app();
  const detail = await services.search.detailOfText(text);
  return detail === null ? { query: text } : { ids: [detail.id] };
}
