import { Button, Callout, DialogBody, DialogFooter, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import type { OperationChoice } from '#shared/model/operation.ts';
import { useForgetRefusal, useOperations, useQueueWrite, useRunOperation } from '../../bridge/use-outbox.ts';
import { DeniedNote } from '../../components/DeniedNote.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { useQueuedNotice } from '../outbox/use-queued-notice.ts';
import { OperationFields } from './OperationFields.tsx';
import { type OperationForm, readOperationForm } from './operation-form.ts';

interface CallProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

function Answer(props: { readonly text: string; readonly cut: boolean }): ReactElement {
  // Line breaks are the application's own layout: those inside of values are escaped.
  const lines = props.text.split('\n').map((line, at) => ({ line, at }));
  return (
    <>
      <section className="call-answer scroll" aria-label="Answer" tabIndex={-1}>
        {lines.map(({ at, line }) => (
          <div key={at}>
            <HostileText text={line} mono />
          </div>
        ))}
      </section>
      {props.cut ? <p className="muted">Only the beginning is shown; the command line prints all of it.</p> : null}
    </>
  );
}

function Call(props: CallProps & { readonly operations: readonly OperationChoice[] }): ReactElement {
  const { connection, operations } = props;
  const run = useRunOperation();
  const queue = useQueueWrite();
  const grant = useForgetRefusal();
  const tellQueued = useQueuedNotice();
  const [name, setName] = useState(operations[0]?.name ?? '');
  const [form, setForm] = useState<OperationForm>({});
  const operation = operations.find((known) => known.name === name) ?? operations[0];
  if (operation === undefined) return <DialogBody>This vendor can be synced, and asked nothing else.</DialogBody>;
  const { input, problem } = readOperationForm(operation, form);
  const isWrite = operation.kind === 'write';
  const noSecret = isWrite || connection.hasSecret ? undefined : 'The connection has no secret';
  const hindrance = operation.denied ?? noSecret ?? problem;
  const choose = (next: string): void => {
    setName(next);
    setForm({});
    run.reset();
  };
  const submit = (): void => {
    const call = { id: connection.id, operation: operation.name, input };
    if (!isWrite) {
      run.mutate({ ...call, confirmed: false });
      return;
    }
    queue.mutateAsync(call).then(
      ({ ids }) => {
        tellQueued(ids, '; look at it in the outbox');
        props.onClose();
      },
      () => undefined,
    );
  };
  const error = run.error ?? queue.error ?? grant.error;
  return (
    <>
      <DialogBody className="call-body">
        <FormGroup
          label="Call"
          labelFor="call-name"
          helperText={`${operation.method} ${operation.path} · needs ${operation.scope}`}
        >
          <HTMLSelect
            id="call-name"
            fill
            value={operation.name}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {operations.map((known) => (
              <option key={known.name} value={known.name}>
                {known.name}: {known.summary}
                {known.denied === null ? '' : ' (not allowed)'}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
        {operation.denied === null ? null : (
          <DeniedNote
            reason={operation.denied}
            isPending={grant.isPending}
            onGranted={() => grant.mutate({ id: connection.id, operation: operation.name })}
          />
        )}
        <OperationFields operation={operation} form={form} onChange={setForm} />
        {isWrite ? (
          <Callout compact intent="warning" icon={false} className="form-note">
            This changes something at the vendor: it goes to the outbox and is sent from there.
          </Callout>
        ) : null}
        {error === null ? null : <ErrorNote error={error} />}
        {run.data?.refusal ? (
          <Callout compact intent="warning" icon={false} className="form-note">
            <HostileText text={run.data.refusal.message} />
          </Callout>
        ) : null}
        {run.data === undefined ? null : <Answer text={run.data.text} cut={run.data.cut} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onClose}>Close</Button>
            <Button
              intent="primary"
              disabled={hindrance !== undefined}
              title={hindrance ?? ''}
              loading={run.isPending || queue.isPending}
              onClick={submit}
            >
              {isWrite ? 'Queue' : 'Call'}
            </Button>
          </>
        }
      />
    </>
  );
}

/** Any documented call of the vendor, with a field for each of its parameters. */
export function CallDialog(props: CallProps): ReactElement {
  const operations = useOperations(props.connection.id);
  return (
    <Modal onClose={props.onClose} title={`Calls of ${props.connection.name}`} className="call-dialog">
      {operations.isPending ? (
        <DialogBody>
          <Loading lines={4} />
        </DialogBody>
      ) : null}
      {operations.error === null ? null : <ErrorNote error={operations.error} />}
      {operations.data === undefined ? null : <Call {...props} operations={operations.data} />}
    </Modal>
  );
}
