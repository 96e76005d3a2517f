import { Button } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { Matches } from '#shared/model/outbox.ts';
import { useCountMatches } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount } from '../../text/words.ts';
import type { Input } from './change-form.ts';

/** How many records a write by filter would concern; what was counted is what is agreed to. */
export function MatchCount(props: {
  readonly write: { readonly id: ConnectionId; readonly operation: string; readonly input: Input } | undefined;
  readonly counted: Matches | null;
  readonly onCounted: (matches: Matches) => void;
}): ReactElement {
  const { write, counted } = props;
  const count = useCountMatches();
  return (
    <div className="words-note">
      <span role="status" className={counted === null ? 'muted' : ''}>
        {counted === null ? (
          'Not counted yet. Without a count, sending stops once and asks.'
        ) : (
          <>
            <b>{counted.matches === null ? 'Some' : formatCount(counted.matches)}</b> match now. When it is sent, it
            must be these.
          </>
        )}
      </span>
      <Button
        size="small"
        variant="outlined"
        disabled={write === undefined}
        loading={count.isPending}
        onClick={() => {
          if (write !== undefined)
            count.mutate({ ...write, input: { ...write.input } }, { onSuccess: props.onCounted });
        }}
      >
        Count matches
      </Button>
      {count.error === null ? null : <ErrorNote error={count.error} />}
    </div>
  );
}
