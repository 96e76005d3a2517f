import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { OutboxDiff } from '#shared/model/outbox.ts';
import { useNotices } from '../../app/notices.tsx';
import { useOutboxCommands, useTenantWords } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Modal } from '../../components/Modal.tsx';
import { writeWords } from '../../text/words.ts';
import { ChangeFields } from './ChangeFields.tsx';
import { fillChangeForm, readChangeForm } from './change-form.ts';
import { WordsNote } from './WordsNote.tsx';

/** Changes what a queued change does; its base stays, so what the vendor holds is compared as before. */
export function EditDialog(props: { readonly diff: OutboxDiff; readonly onClose: () => void }): ReactElement {
  const { id, operation, change, connectionId } = props.diff;
  const { edit } = useOutboxCommands();
  const notices = useNotices();
  const [form, setForm] = useState(() => fillChangeForm(operation, change));
  const words = useTenantWords(connectionId).data?.words ?? null;
  const read = readChangeForm(operation, form);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('problem' in read) return;
    edit.mutate(
      { id, input: { ...read.input } },
      {
        onSuccess: () => {
          notices.done('Changed; it is queued');
          props.onClose();
        },
      },
    );
  };
  return (
    <Modal onClose={props.onClose} title={`Edit: ${writeWords[operation] ?? operation}`} className="compose-dialog">
      <form onSubmit={submit}>
        <DialogBody className="call-body">
          <ChangeFields operation={operation} form={form} words={words} isSingle onChange={setForm} />
          {operation.startsWith('indicator_') ? <WordsNote id={connectionId} /> : null}
          {edit.error === null ? null : <ErrorNote error={edit.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button
                type="submit"
                intent="primary"
                disabled={'problem' in read}
                title={'problem' in read ? read.problem : ''}
                loading={edit.isPending}
              >
                Save
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
