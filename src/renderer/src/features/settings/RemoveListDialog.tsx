import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { BenignListView } from '#shared/model/benign-list.ts';
import { useListCommands } from '../../bridge/use-lists.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Modal } from '../../components/Modal.tsx';
import { countOf } from '../../text/words.ts';

/** Asks before a list is forgotten. */
export function RemoveListDialog(props: { readonly list: BenignListView; readonly onClose: () => void }): ReactElement {
  const { list, onClose } = props;
  const { remove } = useListCommands();
  return (
    <Modal onClose={onClose} title="Remove a list">
      <DialogBody>
        <p>
          What stands on <HostileText text={list.title} /> ({countOf(list.entries, 'entry', 'entries')}) will no longer
          be marked.{' '}
          {list.isShipped
            ? 'It comes back with the next version of Sightline that ships it.'
            : 'Its file is not touched.'}
        </p>
        {remove.error === null ? null : <ErrorNote error={remove.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              intent="danger"
              loading={remove.isPending}
              onClick={() => remove.mutate({ name: list.name }, { onSuccess: onClose })}
            >
              Remove
            </Button>
          </>
        }
      />
    </Modal>
  );
}
