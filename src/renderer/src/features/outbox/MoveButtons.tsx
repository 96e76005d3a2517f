import { Button } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { OutboxLine } from '#shared/model/outbox.ts';
import { useNotices } from '../../app/notices.tsx';
import { useOutboxCommands } from '../../bridge/use-outbox.ts';

/** Sends a change one place earlier or later among those that are shown. */
export function MoveButtons(props: { readonly line: OutboxLine; readonly lines: readonly OutboxLine[] }): ReactElement {
  const { line, lines } = props;
  const { move } = useOutboxCommands();
  const notices = useNotices();
  const at = lines.findIndex(({ id }) => id === line.id);
  const go = (beforeId: number | null): void => move.mutate({ id: line.id, beforeId }, { onError: notices.failed });
  const [previous, afterNext] = [lines[at - 1], lines[at + 2]];
  const isLast = at === lines.length - 1;
  return (
    <>
      <Button
        size="small"
        variant="minimal"
        aria-label="Send earlier"
        title="Send earlier"
        icon={<ArrowUpIcon size={14} />}
        disabled={previous === undefined || move.isPending}
        onClick={() => go(previous?.id ?? null)}
      />
      <Button
        size="small"
        variant="minimal"
        aria-label="Send later"
        title="Send later"
        icon={<ArrowDownIcon size={14} />}
        disabled={isLast || move.isPending}
        onClick={() => go(afterNext?.id ?? null)}
      />
    </>
  );
}
