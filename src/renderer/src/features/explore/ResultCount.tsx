import { WarningSignIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { errorTitle } from '../../components/error-text.ts';
import { countOf } from '../../text/words.ts';
import type { Results } from './use-results.ts';

function describeCount({ total, isExact, error, hasRows }: Results): string {
  // Beside an error that stands for the whole result there is nothing to count, nor is the nothing of the query before told.
  if (total === undefined || (error !== null && (total === 0 || !hasRows))) return '\u00a0';
  return `${isExact ? '' : 'at least '}${countOf(total, 'indicator')}`;
}

/** How many rows there are, as far as is known; says so when they could not be counted. */
export function ResultCount(props: { readonly results: Results }): ReactElement {
  const { results } = props;
  const { countError } = results;
  return (
    <>
      <span
        className={results.looksStale ? 'toolbar-count is-stale' : 'toolbar-count'}
        aria-live="polite"
        // The number of the query before is not told as the answer to this one, even where no table is drawn yet.
        aria-busy={results.isCatchingUp}
      >
        {describeCount(results)}
      </span>
      {countError === null || results.error !== null ? null : (
        <span className="count-error" role="alert" title={errorTitle(countError)}>
          <WarningSignIcon size={12} />
          not counted
          <button type="button" className="link-button" onClick={results.retry}>
            Try again
          </button>
        </span>
      )}
    </>
  );
}
