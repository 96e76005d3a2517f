import { Button, ButtonGroup, SegmentedControl } from '@blueprintjs/core';
import { PlusIcon, SendMessageIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { OutboxLine, OutboxState } from '#shared/model/outbox.ts';
import { useNotices } from '../../app/notices.tsx';
import { useOutbox, useOutboxCommands } from '../../bridge/use-outbox.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { countOf } from '../../text/words.ts';
import { ComposeDialog } from './ComposeDialog.tsx';
import { ConfirmSend } from './ConfirmSend.tsx';
import { OutboxDetail } from './OutboxDetail.tsx';
import { OutboxTable } from './OutboxTable.tsx';
import './outbox.css';

const filters = ['open', 'sent', 'all'] as const;
type Filter = (typeof filters)[number];
const statesOf: Readonly<Record<Filter, readonly OutboxState[] | null>> = {
  open: ['queued', 'sending', 'failed', 'conflict', 'unknown'],
  sent: ['sent'],
  all: null,
};
const pageSize = 200;
const mostLines = 500;
/** What goes out when everything is sent; what was refused or in conflict waits for a decision. */
const dueStates: readonly OutboxState[] = ['queued', 'unknown'];

interface Marked {
  readonly lines: readonly OutboxLine[];
  readonly onDone: () => void;
}

/** What can be done with the changes that are ticked. */
function MarkedActions(props: Marked & { readonly onSend: () => void }): ReactElement {
  const { drop, rebase } = useOutboxCommands();
  const notices = useNotices();
  const ids = props.lines.map(({ id }) => id);
  const conflicts = props.lines.filter(({ state }) => state === 'conflict');
  const settle = (done: string) => ({
    onSuccess: () => {
      notices.done(done);
      props.onDone();
    },
    onError: notices.failed,
  });
  return (
    <ButtonGroup size="small" variant="outlined">
      <Button icon={<SendMessageIcon size={14} />} disabled={conflicts.length === ids.length} onClick={props.onSend}>
        Send {ids.length}
      </Button>
      <Button
        disabled={conflicts.length === 0}
        loading={rebase.isPending}
        title="Of conflicts: make the change upon what the vendor holds now"
        onClick={() =>
          rebase.mutate(
            { ids: conflicts.map(({ id }) => id) },
            settle(`${countOf(conflicts.length, 'change')} queued again`),
          )
        }
      >
        Keep mine
      </Button>
      <Button
        loading={drop.isPending}
        onClick={() => drop.mutate({ ids }, settle(`${countOf(ids.length, 'change')} dropped`))}
      >
        Drop
      </Button>
    </ButtonGroup>
  );
}

function Nothing(props: { readonly filter: Filter }): ReactElement {
  return (
    <EmptyState
      icon={<SendMessageIcon size={20} />}
      title={props.filter === 'sent' ? 'Nothing was sent yet' : 'Nothing is queued'}
    >
      Changes for the vendors wait here: triage for Datadog, indicators for Falcon, deletions for VirusTotal. They are
      compared with what the vendor holds before they go, and nothing goes by itself. Queue them from Explore with P, or
      here with New change.
    </EmptyState>
  );
}

/** Changes for the vendors: look, decide, send, see what became of them. */
export function OutboxView(): ReactElement {
  const [filter, setFilter] = useState<Filter>('open');
  const [limit, setLimit] = useState(pageSize);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState<number>();
  const [sending, setSending] = useState<readonly number[] | null | undefined>();
  const [isComposing, setIsComposing] = useState(false);
  const outbox = useOutbox(statesOf[filter], limit);
  const lines = outbox.data?.lines ?? [];
  const counts = outbox.data?.counts;
  const chosen = lines.filter(({ id }) => marked.has(id));
  const shown = lines.find(({ id }) => id === current) ?? lines[0];
  const due = dueStates.reduce((sum, state) => sum + (counts?.[state] ?? 0), 0);
  return (
    <div className="outbox">
      <header className="screen-head">
        <h1>Outbox</h1>
        <SegmentedControl
          size="small"
          aria-label="Which changes"
          options={[
            { label: 'Open', value: 'open' },
            { label: 'Sent', value: 'sent' },
            { label: 'All', value: 'all' },
          ]}
          value={filter}
          onValueChange={(value) => setFilter(filters.find((known) => known === value) ?? 'open')}
        />
        <span className="grow" />
        {chosen.length === 0 ? null : (
          <MarkedActions
            lines={chosen}
            onDone={() => setMarked(new Set())}
            onSend={() => setSending(chosen.filter(({ state }) => state !== 'conflict').map(({ id }) => id))}
          />
        )}
        <Button size="small" variant="outlined" icon={<PlusIcon size={14} />} onClick={() => setIsComposing(true)}>
          New change
        </Button>
        <Button
          size="small"
          intent="primary"
          icon={<SendMessageIcon size={14} />}
          disabled={due === 0}
          onClick={() => setSending(null)}
        >
          {due === 0 ? 'Send all' : `Send all ${due}`}
        </Button>
      </header>
      {outbox.error === null ? null : <ErrorNote error={outbox.error} onRetry={() => void outbox.refetch()} />}
      <div className="outbox-panes">
        <ScrollRegion label="Queued changes" className="outbox-list">
          {outbox.isPending ? <Loading lines={6} /> : null}
          {outbox.isSuccess && lines.length === 0 ? <Nothing filter={filter} /> : null}
          {lines.length === 0 ? null : (
            <OutboxTable lines={lines} marked={marked} current={shown?.id} onMark={setMarked} onOpen={setCurrent} />
          )}
          {lines.length === limit && limit < mostLines ? (
            <button type="button" className="link-button" onClick={() => setLimit(mostLines)}>
              Show more
            </button>
          ) : null}
        </ScrollRegion>
        {shown === undefined ? null : <OutboxDetail key={shown.id} line={shown} lines={lines} />}
      </div>
      {isComposing ? <ComposeDialog onClose={() => setIsComposing(false)} /> : null}
      {sending === undefined ? null : (
        <ConfirmSend
          ids={sending}
          count={sending === null ? due : sending.length}
          places={[...new Set((sending === null ? lines : chosen).map(({ connection }) => connection))]}
          onClose={() => {
            setSending(undefined);
            setMarked(new Set());
          }}
        />
      )}
    </div>
  );
}
