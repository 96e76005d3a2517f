import { Checkbox } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { OutboxLine } from '#shared/model/outbox.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { OutboxMark } from '../../components/Marks.tsx';
import { Ago } from '../../components/Moment.tsx';
import { writeWords } from '../../text/words.ts';

interface OutboxTableProps {
  readonly lines: readonly OutboxLine[];
  readonly marked: ReadonlySet<number>;
  readonly current: number | undefined;
  readonly onMark: (marked: ReadonlySet<number>) => void;
  readonly onOpen: (id: number) => void;
}

function Line(props: OutboxTableProps & { readonly line: OutboxLine }): ReactElement {
  const { line, marked, onMark, onOpen } = props;
  const toggle = (): void => {
    const rest = [...marked].filter((id) => id !== line.id);
    onMark(new Set(rest.length === marked.size ? [...rest, line.id] : rest));
  };
  return (
    <tr
      className="outbox-line"
      aria-current={line.id === props.current ? 'true' : undefined}
      onClick={() => onOpen(line.id)}
    >
      <td className="outbox-check">
        <Checkbox
          aria-label={`Select change ${line.id}`}
          checked={marked.has(line.id)}
          disabled={line.state === 'sending'}
          onChange={toggle}
        />
      </td>
      <td>
        <OutboxMark state={line.state} />
      </td>
      <td className="nowrap outbox-aside">
        <HostileText text={line.connection} inCell />
      </td>
      <td className="nowrap">{writeWords[line.operation] ?? line.operation}</td>
      <td className="outbox-subject">
        <button type="button" className="link-button" onClick={() => onOpen(line.id)}>
          <HostileText text={line.subject} inCell mono />
        </button>
        {line.reason === null ? null : (
          <span className="muted outbox-reason">
            <HostileText text={line.reason} inCell />
          </span>
        )}
      </td>
      <td className="nowrap outbox-aside">
        <Ago atMs={line.createdAtMs} />
      </td>
    </tr>
  );
}

/** Queued changes in the order of sending. */
export function OutboxTable(props: OutboxTableProps): ReactElement {
  const { lines, marked, onMark } = props;
  const open = lines.filter(({ state }) => state !== 'sending').map(({ id }) => id);
  const areAll = open.length > 0 && open.every((id) => marked.has(id));
  return (
    <table className="dense">
      <thead>
        <tr>
          <th className="outbox-check">
            <Checkbox
              aria-label="Select all"
              checked={areAll}
              indeterminate={!areAll && marked.size > 0}
              onChange={() => onMark(new Set(areAll ? [] : open))}
            />
          </th>
          <th>State</th>
          <th className="outbox-aside">Connection</th>
          <th>Change</th>
          <th className="outbox-subject">What, and why</th>
          <th className="outbox-aside">Queued</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.id} {...props} line={line} />
        ))}
      </tbody>
    </table>
  );
}
