import { Button } from '@blueprintjs/core';
import { RefreshIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { ConnectionId } from '#shared/model/ids.ts';
import { useRefreshWords, useTenantWords } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Ago } from '../../components/Moment.tsx';

/** Whose words the choices are, how old they are, and the way to newer ones. */
export function WordsNote(props: { readonly id: ConnectionId }): ReactElement {
  const read = useTenantWords(props.id).data ?? null;
  const refresh = useRefreshWords();
  return (
    <div className="words-note">
      <span className="muted">
        {read === null ? (
          'The choices are those of Falcon’s documents; the tenant’s own were not read yet.'
        ) : (
          <>
            The choices are the tenant’s own, read <Ago atMs={read.fetchedAtMs} />.
          </>
        )}
      </span>
      <Button
        size="small"
        variant="minimal"
        icon={<RefreshIcon size={12} />}
        loading={refresh.isPending}
        onClick={() => refresh.mutate({ id: props.id })}
      >
        {read === null ? 'Read them' : 'Read again'}
      </Button>
      {refresh.error === null ? null : <ErrorNote error={refresh.error} />}
    </div>
  );
}
