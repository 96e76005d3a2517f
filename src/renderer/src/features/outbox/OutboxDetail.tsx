import { Button, ButtonGroup, Callout } from '@blueprintjs/core';
import { EditIcon, TrashIcon } from '@blueprintjs/icons';
import { type ReactElement, useMemo, useState } from 'react';
import type { OutboxDiff, OutboxLine } from '#shared/model/outbox.ts';
import { useNotices } from '../../app/notices.tsx';
import { useOutboxCommands, useOutboxDiff } from '../../bridge/use-outbox.ts';
import { useRecall } from '../../bridge/use-recall.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { OutboxMark } from '../../components/Marks.tsx';
import { RecallNote } from '../../components/RecallNote.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { writeWords } from '../../text/words.ts';
import { EditDialog } from './EditDialog.tsx';
import { MoveButtons } from './MoveButtons.tsx';

function Value(props: { readonly value: unknown; readonly className: string }): ReactElement {
  const { value } = props;
  if (value === null || value === undefined || value === '') return <span className="nothing">–</span>;
  const isPlainList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  const text = typeof value === 'string' ? value : isPlainList ? value.join(', ') : JSON.stringify(value);
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

/** The vendor's record or messages, word for word. */
function Result(props: { readonly result: unknown }): ReactElement | null {
  const { result } = props;
  if (result === null || result === undefined) return null;
  const lines = JSON.stringify(result, null, 2)
    .split('\n')
    .map((line, at) => ({ line, at }));
  return (
    <details className="outbox-result">
      <summary>What the vendor answered</summary>
      <div className="call-answer scroll">
        {lines.map(({ at, line }) => (
          <div key={at}>
            <HostileText text={line} mono />
          </div>
        ))}
      </div>
    </details>
  );
}

const editable: ReadonlySet<OutboxLine['state']> = new Set(['queued', 'failed', 'conflict']);

function Tools(props: OutboxDetailProps & { readonly diff: OutboxDiff | undefined }): ReactElement | null {
  const { line, lines, diff } = props;
  const [isEditing, setIsEditing] = useState(false);
  const { drop } = useOutboxCommands();
  const notices = useNotices();
  if (line.state === 'sent' || line.state === 'sending') return null;
  return (
    <div className="outbox-tools">
      <Button
        size="small"
        variant="outlined"
        icon={<EditIcon size={12} />}
        disabled={diff === undefined || !editable.has(line.state)}
        onClick={() => setIsEditing(true)}
      >
        Edit
      </Button>
      <Button
        size="small"
        variant="outlined"
        icon={<TrashIcon size={12} />}
        loading={drop.isPending}
        onClick={() => drop.mutate({ ids: [line.id] }, { onError: notices.failed })}
      >
        Drop
      </Button>
      <span className="grow" />
      <MoveButtons line={line} lines={lines} />
      {isEditing && diff !== undefined ? <EditDialog diff={diff} onClose={() => setIsEditing(false)} /> : null}
    </div>
  );
}

/** What was dealt with before, for who is about to act on it. */
function Recall(props: { readonly indicator: NonNullable<OutboxDiff['indicator']> }): ReactElement | null {
  const { type, value } = props.indicator;
  const named = useMemo(() => ({ type, value }), [type, value]);
  const recall = useRecall(useMemo(() => [named], [named]));
  return <RecallNote recalled={recall(named)} />;
}

interface OutboxDetailProps {
  readonly line: OutboxLine;
  /** Those that are shown, in the order of sending. */
  readonly lines: readonly OutboxLine[];
}

/** One change: what it does, and what became of it. */
export function OutboxDetail(props: OutboxDetailProps): ReactElement {
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
      <Tools {...props} diff={shown} />
      {line.state === 'conflict' ? <Decision line={line} /> : null}
      {line.state !== 'conflict' && line.reason !== null ? (
        <p className="outbox-why">
          <HostileText text={line.reason} />
        </p>
      ) : null}
      {diff.isPending ? <Loading lines={4} /> : null}
      {diff.error === null ? null : <ErrorNote error={diff.error} onRetry={() => void diff.refetch()} />}
      {shown?.indicator == null ? null : <Recall indicator={shown.indicator} />}
      {shown === undefined ? null : <Fields diff={shown} />}
      {shown === undefined || shown.hasTheirs ? null : <Result result={shown.result} />}
    </ScrollRegion>
  );
}
