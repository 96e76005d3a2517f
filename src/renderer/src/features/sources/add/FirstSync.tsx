import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type ReactElement, useEffect, useRef } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useRuns } from '../../../bridge/use-connections.ts';
import { useSyncProgress } from '../../../bridge/use-sync.ts';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { StreamTable } from '../StreamTable.tsx';
import { StepList } from './StepList.tsx';

/** The first sync as it goes; the dialog can be closed, it goes on. */
export function FirstSync(props: {
  readonly connection: Connection;
  /** Why it could not be started. */
  readonly error: Error | null;
  readonly onClose: () => void;
}): ReactElement {
  const { connection, error, onClose } = props;
  const runs = useRuns(connection.id);
  const isRunning = useSyncProgress().some(({ connectionId }) => connectionId === connection.id);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <>
      <DialogBody>
        <StepList current="sync" />
        <p role="status">
          {isRunning
            ? 'What the vendor knows is coming in. This dialog can be closed: the sync goes on, and the status bar shows how far it is.'
            : 'The connection is there.'}
        </p>
        {error === null ? null : <ErrorNote error={error} />}
        <StreamTable connection={connection} runs={runs.data ?? []} />
      </DialogBody>
      <DialogFooter
        actions={
          <Button intent="primary" ref={button} onClick={onClose}>
            Show the connection
          </Button>
        }
      />
    </>
  );
}
