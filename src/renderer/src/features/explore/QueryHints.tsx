import type { ReactElement } from 'react';
import { useHints } from '../../bridge/use-indicators.ts';
import { HostileText } from '../../components/HostileText.tsx';

/** What is remarkable about a query that can be read, with what was probably meant one click away. Never in the way. */
export function QueryHints(props: {
  /** Null while there is no query that was answered. */
  readonly query: string | null;
  readonly onQuery: (query: string) => void;
}): ReactElement {
  const hints = useHints(props.query).data ?? [];
  return (
    <div role="status">
      {props.query === null || hints.length === 0 ? null : (
        <ul className="query-hints">
          {hints.map((hint) => (
            <li key={hint.message}>
              <HostileText text={hint.message} />
              <HintAction query={hint.query} onQuery={props.onQuery} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function HintAction(props: {
  readonly query: string | null;
  readonly onQuery: (query: string) => void;
}): ReactElement | null {
  const { query } = props;
  if (query === null) return null;
  return (
    <button type="button" className="link-button" onClick={() => props.onQuery(query)}>
      Search for that
    </button>
  );
}
