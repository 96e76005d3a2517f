import { Button, Callout, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { SendOutcome } from '#shared/model/outbox.ts';
import { useOutboxCommands } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Modal } from '../../components/Modal.tsx';
import { countOf, outboxStateWords } from '../../text/words.ts';

function Outcome(props: { readonly outcome: SendOutcome }): ReactElement {
  const { counts, stopped } = props.outcome;
  const said = (['sent', 'conflict', 'failed', 'unknown', 'queued'] as const).filter((state) => counts[state] > 0);
  return (
    <>
      <ul className="outbox-outcome">
        {said.map((state) => (
          <li key={state}>
            {outboxStateWords[state]}: <b>{counts[state]}</b>
          </li>
        ))}
      </ul>
      {stopped.map(({ connection, message }) => (
        <Callout key={connection} compact intent="danger" icon={false} className="form-note">
          <HostileText text={`${connection}: ${message}`} />
        </Callout>
      ))}
    </>
  );
}

/** Asks before anything goes out, and says what became of it. */
export function ConfirmSend(props: {
  readonly ids: readonly number[] | null;
  readonly count: number;
  readonly places: readonly string[];
  readonly onClose: () => void;
}): ReactElement {
  const { send } = useOutboxCommands();
  const what = countOf(props.count, 'change');
  return (
    <Modal onClose={props.onClose} title={send.isSuccess ? 'Sent' : `Send ${what}`}>
      <DialogBody>
        {send.data === undefined ? (
          <p>
            {what} for <HostileText text={props.places.join(', ')} />. Each is compared with what the vendor holds now:
            what was changed there since stays here as a conflict.
          </p>
        ) : (
          <Outcome outcome={send.data} />
        )}
        {send.error === null ? null : <ErrorNote error={send.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          send.isSuccess ? (
            <Button intent="primary" autoFocus onClick={props.onClose}>
              Close
            </Button>
          ) : (
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button
                intent="primary"
                autoFocus
                loading={send.isPending}
                onClick={() => send.mutate({ ids: props.ids === null ? null : [...props.ids] })}
              >
                Send {what}
              </Button>
            </>
          )
        }
      />
    </Modal>
  );
}
