import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Matches, WriteChoice } from '#shared/model/outbox.ts';
import { useQueueWrite, useTenantWords, useWrites } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { ChangeFields } from './ChangeFields.tsx';
import { type ChangeForm, emptyForm, readChangeForm } from './change-form.ts';
import { MatchCount } from './MatchCount.tsx';
import { useQueuedNotice } from './use-queued-notice.ts';
import { WordsNote } from './WordsNote.tsx';
import { keyOfWrite, WriteSelect } from './WriteSelect.tsx';

function Compose(props: { readonly writes: readonly WriteChoice[]; readonly onClose: () => void }): ReactElement {
  const { writes } = props;
  const usable = writes.filter(({ denied }) => denied === null);
  const queue = useQueueWrite();
  const tellQueued = useQueuedNotice();
  const [key, setKey] = useState<string>();
  const chosen = usable.find((write) => keyOfWrite(write) === key) ?? usable[0];
  const operation = chosen?.operation ?? '';
  const [forms, setForms] = useState<Readonly<Record<string, ChangeForm>>>({});
  const [counted, setCounted] = useState<Matches | null>(null);
  const form = forms[operation] ?? emptyForm(operation);
  const words = useTenantWords(chosen?.connectionId).data?.words ?? null;
  const read = readChangeForm(operation, form);
  const write =
    chosen === undefined || 'problem' in read
      ? undefined
      : { id: chosen.connectionId, operation, input: { ...read.input } };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (write === undefined) return;
    queue.mutateAsync({ ...write, agreed: form.by === 'filter' ? counted : null }).then(
      ({ ids }) => {
        tellQueued(ids);
        props.onClose();
      },
      () => undefined,
    );
  };
  return (
    <form onSubmit={submit}>
      <DialogBody className="call-body">
        <WriteSelect
          writes={writes}
          value={chosen ?? writes[0]}
          onChange={(next) => {
            setKey(next);
            setCounted(null);
            queue.reset();
          }}
        />
        {chosen === undefined ? null : (
          <ChangeFields
            operation={operation}
            form={form}
            words={words}
            isSingle={false}
            onChange={(next) => {
              setForms({ ...forms, [operation]: next });
              // What was counted was another question.
              setCounted(null);
            }}
          />
        )}
        {form.by === 'filter' ? <MatchCount write={write} counted={counted} onCounted={setCounted} /> : null}
        {chosen !== undefined && operation.startsWith('indicator_') ? <WordsNote id={chosen.connectionId} /> : null}
        {queue.error === null ? null : <ErrorNote error={queue.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button disabled={queue.isPending} onClick={props.onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              intent="primary"
              disabled={write === undefined}
              title={'problem' in read ? read.problem : 'Goes to the outbox; nothing is sent yet'}
              loading={queue.isPending}
            >
              Queue
            </Button>
          </>
        }
      />
    </form>
  );
}

/** Writes a change for a vendor; it goes to the outbox, without a network too. */
export function ComposeDialog(props: { readonly onClose: () => void }): ReactElement {
  const writes = useWrites();
  return (
    <Modal onClose={props.onClose} title="New change" className="compose-dialog">
      {writes.isPending ? (
        <DialogBody>
          <Loading lines={4} />
        </DialogBody>
      ) : null}
      {writes.error === null ? null : <ErrorNote error={writes.error} />}
      {writes.data === undefined ? null : <Compose writes={writes.data} onClose={props.onClose} />}
    </Modal>
  );
}
