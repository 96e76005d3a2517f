import type { Selection } from '#main/services/search-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from './context.ts';

/**
 * What a `<query-or-value>` means to a command that writes. The name of one indicator means that indicator and nothing else,
 * also a domain, which a search would take for a part of other names: `evil.example` must never triage every subdomain. All
 * else is a query.
 *
 * @throws AppError `input.invalid` for blank text, which would mean everything and mostly is an empty shell variable;
 * `state.notFound` for a domain that the cache does not hold.
 */
export async function readSelection(context: CliContext, text: string): Promise<Selection> {
  if (text.trim() === '') {
    throw new AppError('input.invalid', 'Nothing was named, so nothing was changed.', {
      suggestion: 'Name an indicator or a query; * stands for everything.',
    });
  }
  const { services } = await context.app();
  const detail = await services.search.detailOfText(text);
  if (detail !== null) return { ids: [detail.id] };
  if (!services.search.isHostName(text)) return { query: text };
  throw new AppError('state.notFound', 'The cache does not hold this domain, so nothing was changed.', {
    suggestion: 'For all names that contain the text, quote it: \'"text"\'.',
  });
}
