import { Button, Checkbox, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useNotices } from '../../app/notices.tsx';
import { useConnectionCommands } from '../../bridge/use-connections.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Modal } from '../../components/Modal.tsx';

/** Removes a connection; the cache stays unless the analyst asks otherwise. */
export function RemoveDialog(props: { readonly connection: Connection; readonly onClose: () => void }): ReactElement {
  const { connection } = props;
  const { remove } = useConnectionCommands();
  const notices = useNotices();
  const [purge, setPurge] = useState(false);
  const run = (): void => {
    remove.mutate(
      { id: connection.id, purge },
      {
        onSuccess: () => {
          notices.done(`${connection.name} removed`);
          props.onClose();
        },
      },
    );
  };
  return (
    <Modal onClose={props.onClose} title="Remove the connection">
      <DialogBody>
        <p>
          <b>
            <HostileText text={connection.name} />
          </b>{' '}
          and its credentials are removed. What it brought stays searchable; triage and cases are never touched.
        </p>
        <Checkbox
          label="Also delete what it brought from the cache"
          checked={purge}
          onChange={(event) => setPurge(event.currentTarget.checked)}
        />
        {remove.error === null ? null : <ErrorNote error={remove.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button intent="danger" loading={remove.isPending} onClick={run}>
              {purge ? 'Remove and delete' : 'Remove'}
            </Button>
          </>
        }
      />
    </Modal>
  );
}
