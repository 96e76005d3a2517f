import { Button, Checkbox, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { StoredSelection } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { mostRefreshed, type RefreshOutcome } from '#shared/model/vendor-detail.ts';
import { useVendors } from '../../bridge/use-app.ts';
import { useConnections } from '../../bridge/use-connections.ts';
import { useCancelRefresh, useRefreshDetails } from '../../bridge/use-details.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Modal } from '../../components/Modal.tsx';
import { countOf } from '../../text/words.ts';
import { Unanswered } from './RefreshBar.tsx';
import { RefreshProgressLine } from './RefreshProgressLine.tsx';
import { isStop, sayOutcome } from './refresh-words.ts';

function Choice(props: {
  readonly connections: readonly Connection[];
  readonly left: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}): ReactElement {
  return (
    <fieldset className="push-platforms">
      <legend>Ask</legend>
      {props.connections.map(({ id, name, hasSecret }) => (
        <Checkbox
          key={id}
          checked={hasSecret && !props.left.has(id)}
          disabled={!hasSecret}
          onChange={() => props.onToggle(id)}
          labelElement={
            <>
              <HostileText text={name} inCell />
              {hasSecret ? null : <span className="muted"> no secret here</span>}
            </>
          }
        />
      ))}
    </fieldset>
  );
}

function Result(props: { readonly outcome: RefreshOutcome }): ReactElement {
  return (
    <>
      <p>{sayOutcome(props.outcome)}</p>
      <Unanswered outcome={props.outcome} />
    </>
  );
}

/** Asks connections about everything that is selected, with progress, and says what came of it. */
export function RefreshDialog(props: {
  readonly selection: StoredSelection;
  readonly onClose: () => void;
}): ReactElement {
  const vendors = useVendors().data ?? [];
  const connections = useConnections().data ?? [];
  const refresh = useRefreshDetails();
  const cancel = useCancelRefresh();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const able = connections.filter(({ vendor }) => vendors.some(({ id, inquiries }) => id === vendor && inquiries > 0));
  const chosen = able.filter(({ id, hasSecret }) => hasSecret && !left.has(id)).map(({ id }) => id);
  const toggle = (id: string): void =>
    setLeft(new Set(left.has(id) ? [...left].filter((one) => one !== id) : [...left, id]));
  const what = 'ids' in props.selection ? countOf(props.selection.ids.length, 'indicator') : 'all that the query finds';
  const stop = (): void => cancel.mutate(null);
  return (
    <Modal onClose={props.onClose} title={`Refresh ${what} from the vendors`}>
      <DialogBody>
        {refresh.data === undefined && !refresh.isPending ? (
          <>
            <Choice connections={able} left={left} onToggle={toggle} />
            <p className="muted">
              Each connection is asked about each indicator by itself, within its rate limit; at most{' '}
              {mostRefreshed.toLocaleString('en')} at a time. Answers are kept for when there is no network.
            </p>
          </>
        ) : null}
        {refresh.isPending ? <RefreshProgressLine onStop={stop} /> : null}
        {refresh.data === undefined ? null : <Result outcome={refresh.data} />}
        {refresh.error === null ? null : isStop(refresh.error) ? (
          <p>Stopped; what was answered until then is kept.</p>
        ) : (
          <ErrorNote error={refresh.error} />
        )}
      </DialogBody>
      <DialogFooter
        actions={
          refresh.isSuccess ? (
            <Button intent="primary" autoFocus onClick={props.onClose}>
              Close
            </Button>
          ) : (
            <>
              <Button onClick={props.onClose}>{refresh.isPending ? 'Go on in the background' : 'Cancel'}</Button>
              <Button
                intent="primary"
                autoFocus
                disabled={chosen.length === 0 || refresh.isPending}
                onClick={() => refresh.mutate({ selection: props.selection, connectionIds: chosen })}
              >
                Refresh
              </Button>
            </>
          )
        }
      />
    </Modal>
  );
}
