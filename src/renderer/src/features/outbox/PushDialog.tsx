import { Button, Callout, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Selection } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { useNotices } from '../../app/notices.tsx';
import { useConnections } from '../../bridge/use-connections.ts';
import { useQueueSelection, useTenantWords } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Modal } from '../../components/Modal.tsx';
import { countOf } from '../../text/words.ts';
import { CreateFields, type CreateForm, emptyCreateForm, readCreateForm } from './CreateFields.tsx';

/** A write that can be made of indicators, at one connection. */
interface PushChoice {
  readonly key: string;
  readonly label: string;
  readonly connection: Connection;
  readonly operation: string;
}

const writesOf: Readonly<Record<string, readonly (readonly [operation: string, label: string])[]>> = {
  datadog: [['CreateIoCTriageState', 'triage state as held here']],
  crowdstrike: [
    ['indicator_create_v1', 'create indicators'],
    ['indicator_delete_v1', 'delete indicators'],
  ],
};

function listChoices(connections: readonly Connection[]): readonly PushChoice[] {
  return connections.flatMap((connection) =>
    (writesOf[connection.vendor] ?? []).map(([operation, label]) => ({
      key: `${connection.id} ${operation}`,
      label: `${connection.name}: ${label}`,
      connection,
      operation,
    })),
  );
}

const orNone = (text: string): { comment?: string } => (text.trim() === '' ? {} : { comment: text.trim() });

/** Queues a change for the vendors out of what is selected; nothing is sent here. */
export function PushDialog(props: { readonly selection: Selection; readonly onClose: () => void }): ReactElement {
  const connections = useConnections();
  const queue = useQueueSelection();
  const notices = useNotices();
  const choices = listChoices(connections.data ?? []);
  const [key, setKey] = useState<string>();
  const [form, setForm] = useState<CreateForm>(emptyCreateForm);
  const [comment, setComment] = useState('');
  const chosen = choices.find((choice) => choice.key === key) ?? choices[0];
  const words = useTenantWords(chosen?.connection.id).data ?? null;
  const isCreate = chosen?.operation === 'indicator_create_v1';
  const isDelete = chosen?.operation === 'indicator_delete_v1';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen === undefined) return;
    const fields = isCreate ? { ...readCreateForm(form), ...orNone(comment) } : isDelete ? orNone(comment) : {};
    queue.mutate(
      { id: chosen.connection.id, operation: chosen.operation, selection: props.selection, fields },
      {
        onSuccess: ({ queued, skipped }) => {
          const rest = skipped === 0 ? '' : `; ${countOf(skipped, 'indicator')} left out`;
          notices.done(`${countOf(queued, 'change')} queued${rest}`);
          props.onClose();
        },
      },
    );
  };
  const what = 'ids' in props.selection ? countOf(props.selection.ids.length, 'indicator') : 'all that the query finds';
  return (
    <Modal onClose={props.onClose} title={`Queue a change for ${what}`}>
      <form onSubmit={submit}>
        <DialogBody>
          {chosen === undefined ? (
            <Callout compact icon={false}>
              No connected vendor takes changes: Datadog and Falcon do.
            </Callout>
          ) : (
            <FormGroup label="Change" labelFor="push-choice">
              <HTMLSelect
                id="push-choice"
                fill
                value={chosen.key}
                onChange={(event) => setKey(event.currentTarget.value)}
              >
                {choices.map((choice) => (
                  <option key={choice.key} value={choice.key}>
                    {choice.label}
                  </option>
                ))}
              </HTMLSelect>
            </FormGroup>
          )}
          {isCreate ? <CreateFields form={form} words={words} onChange={setForm} /> : null}
          {isCreate || isDelete ? (
            <FormGroup label="Comment" labelInfo="(for Falcon's audit log)" labelFor="push-comment">
              <InputGroup id="push-comment" value={comment} onValueChange={setComment} />
            </FormGroup>
          ) : null}
          <p className="muted">
            Goes to the outbox; nothing is sent yet. What the vendor does not know, or holds so already, is left out.
          </p>
          {queue.error === null ? null : <ErrorNote error={queue.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button type="submit" intent="primary" disabled={chosen === undefined} loading={queue.isPending}>
                Queue
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
