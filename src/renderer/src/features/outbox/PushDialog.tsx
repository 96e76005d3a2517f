import { Button, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Selection } from '#shared/contract/schemas.ts';
import type { WriteChoice } from '#shared/model/outbox.ts';
import { useQueueSelection, useTenantWords, useWrites } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { describeSelection } from '../../text/selection-words.ts';
import { countOf } from '../../text/words.ts';
import { IocFields } from './IocFields.tsx';
import { findIocProblem, type IocForm, newIoc, readIocForm, unchangedIoc } from './ioc-form.ts';
import { useQueuedNotice } from './use-queued-notice.ts';
import { WordsNote } from './WordsNote.tsx';
import { keyOfWrite, WriteSelect } from './WriteSelect.tsx';

interface PushProps {
  readonly selection: Selection;
  readonly onClose: () => void;
}

interface PushForms {
  readonly create: IocForm;
  readonly update: IocForm;
  readonly comment: string;
}

/** What a write takes beside the indicators; undefined while nothing is set. */
function readFields(operation: string, { create, update, comment }: PushForms): Record<string, unknown> | undefined {
  const why = comment.trim() === '' ? {} : { comment: comment.trim() };
  switch (operation) {
    case 'indicator_create_v1': {
      const fields = readIocForm(create);
      return { ...('host_groups' in fields ? {} : { applied_globally: true }), ...fields, ...why };
    }
    case 'indicator_update_v1': {
      const fields = readIocForm(update);
      return Object.keys(fields).length === 0 ? undefined : { ...fields, ...why };
    }
    case 'indicator_delete_v1':
      return why;
    default:
      return {};
  }
}

function Push(props: PushProps & { readonly writes: readonly WriteChoice[] }): ReactElement {
  const writes = props.writes.filter(({ isForIndicators }) => isForIndicators);
  const queue = useQueueSelection();
  const tellQueued = useQueuedNotice();
  const [key, setKey] = useState<string>();
  const [forms, setForms] = useState<PushForms>({ create: newIoc, update: unchangedIoc, comment: '' });
  const usable = writes.filter(({ denied }) => denied === null);
  const chosen = usable.find((write) => keyOfWrite(write) === key) ?? usable[0];
  const operation = chosen?.operation ?? '';
  const words = useTenantWords(chosen?.connectionId).data?.words ?? null;
  const fields = readFields(operation, forms);
  const problem = findIocProblem(operation === 'indicator_create_v1' ? forms.create : forms.update);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen === undefined || fields === undefined) return;
    // Not by callbacks of `mutate`: those are dropped with the dialog. What goes wrong is shown in it.
    queue.mutateAsync({ id: chosen.connectionId, operation, selection: props.selection, fields }).then(
      ({ ids, skipped }) => {
        tellQueued(ids, skipped === 0 ? '' : `; ${countOf(skipped, 'indicator')} left out`);
        props.onClose();
      },
      () => undefined,
    );
  };
  return (
    <form onSubmit={submit}>
      <DialogBody className="call-body">
        <WriteSelect writes={writes} value={chosen ?? writes[0]} onChange={setKey} />
        {operation === 'indicator_create_v1' ? (
          <IocFields
            form={forms.create}
            type=""
            words={words}
            isUpdate={false}
            canClear={false}
            onChange={(create) => setForms({ ...forms, create })}
          />
        ) : null}
        {operation === 'indicator_update_v1' ? (
          <IocFields
            form={forms.update}
            type=""
            words={words}
            isUpdate
            canClear
            onChange={(update) => setForms({ ...forms, update })}
          />
        ) : null}
        {chosen !== undefined && operation.startsWith('indicator_') ? (
          <>
            <FormGroup label="Comment" labelInfo="(for Falcon's audit log)" labelFor="push-comment">
              <InputGroup
                id="push-comment"
                value={forms.comment}
                onValueChange={(comment) => setForms({ ...forms, comment })}
              />
            </FormGroup>
            <WordsNote id={chosen.connectionId} />
          </>
        ) : null}
        <p className="muted">
          Goes to the outbox; nothing is sent yet. What the vendor does not know, or holds so already, is left out.
        </p>
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
              disabled={chosen === undefined || fields === undefined || problem !== undefined}
              title={problem ?? (fields === undefined ? 'Nothing is changed yet' : '')}
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

/** Queues a change for the vendors out of what is selected; nothing is sent here. */
export function PushDialog(props: PushProps): ReactElement {
  const writes = useWrites();
  const what = describeSelection(props.selection);
  return (
    <Modal onClose={props.onClose} title={`Queue a change for ${what}`} className="compose-dialog">
      {writes.isPending ? (
        <DialogBody>
          <Loading lines={4} />
        </DialogBody>
      ) : null}
      {writes.error === null ? null : <ErrorNote error={writes.error} />}
      {writes.data === undefined ? null : <Push {...props} writes={writes.data} />}
    </Modal>
  );
}
