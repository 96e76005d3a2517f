import { Button, ButtonGroup, Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { OutboxDiff, OutboxLine } from '#shared/model/outbox.ts';
import { useNotices } from '../../app/notices.tsx';
import { useOutboxCommands, useOutboxDiff } from '../../bridge/use-outbox.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { OutboxMark } from '../../components/Marks.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { writeWords } from '../../text/words.ts';

function Value(props: { readonly value: unknown; readonly className: string }): ReactElement {
  const { value } = props;
  if (value === null || value === undefined || value === '') return <span className="nothing">–</span>;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <span className={props.className}>
      <HostileText text={text} mono />
    </span>
  );
}

/** Field by field: what the change was based on, what it sets, and in a conflict what the vendor holds. */
function Fields(props: { readonly diff: OutboxDiff }): ReactElement {
  const { fields, hasTheirs, isGoneThere } = props.diff;
  return (
    <table className="dense outbox-diff">
      <thead>
        <tr>
          <th>Field</th>
          <th>Before</th>
          {hasTheirs ? <th>Vendor now</th> : null}
          <th>Mine</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, base, mine, theirs }) => (
          <tr key={name}>
            <td className="mono nowrap">{name}</td>
            <td>
              <Value value={base} className="diff-removed" />
            </td>
            {hasTheirs ? (
              <td>
                {isGoneThere ? <span className="nothing">gone</span> : <Value value={theirs} className="diff-theirs" />}
              </td>
            ) : null}
            <td>
              <Value value={mine} className="diff-added" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A conflict is decided here: the change goes upon what the vendor holds now, or away. */
function Decision(props: { readonly line: OutboxLine }): ReactElement {
  const { rebase, drop } = useOutboxCommands();
  const notices = useNotices();
  const ids = [props.line.id];
  return (
    <Callout compact intent="warning" icon={false} className="form-note">
      <HostileText text={props.line.reason ?? 'The vendor holds something else.'} />
      <div className="outbox-decision">
        <ButtonGroup size="small">
          <Button
            loading={rebase.isPending}
            onClick={() =>
              rebase.mutate({ ids }, { onSuccess: () => notices.done('Queued again'), onError: notices.failed })
            }
          >
            Keep mine
          </Button>
          <Button loading={drop.isPending} onClick={() => drop.mutate({ ids }, { onError: notices.failed })}>
            Take theirs
          </Button>
        </ButtonGroup>
      </div>
    </Callout>
  );
}

/** One change: what it does, and what became of it. */
export function OutboxDetail(props: { readonly line: OutboxLine }): ReactElement {
  const { line } = props;
  const diff = useOutboxDiff(line.id);
  const [shown] = diff.data ?? [];
  return (
    <ScrollRegion label="Change" className="outbox-detail">
      <header className="outbox-detail-head">
        <OutboxMark state={line.state} />
        <span className="muted">{writeWords[line.operation] ?? line.operation}</span>
        <span className="grow" />
        <span className="muted">
          <HostileText text={line.connection} />
        </span>
      </header>
      <h2>
        <HostileText text={line.subject} mono />
      </h2>
      {line.state === 'conflict' ? <Decision line={line} /> : null}
      {line.state !== 'conflict' && line.reason !== null ? (
        <p className="outbox-why">
          <HostileText text={line.reason} />
        </p>
      ) : null}
      {diff.isPending ? <Loading lines={4} /> : null}
      {diff.error === null ? null : <ErrorNote error={diff.error} onRetry={() => void diff.refetch()} />}
      {shown === undefined ? null : <Fields diff={shown} />}
    </ScrollRegion>
  );
}
