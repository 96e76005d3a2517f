import type { Selection } from '#shared/contract/schemas.ts';
import { countOf } from './words.ts';

/** What a dialog is about: `3 indicators`, `all that the query finds`. */
export function describeSelection(selection: Selection): string {
  if ('ids' in selection) return countOf(selection.ids.length, 'indicator');
  if ('query' in selection) return 'all that the query finds';
  const { indexes } = selection.lookup;
  return indexes === null ? 'all candidates listed' : countOf(indexes.length, 'candidate');
}
