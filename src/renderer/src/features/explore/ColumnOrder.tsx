import { Button } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon, CrossIcon, MinusIcon, PinIcon, PlusIcon } from '@blueprintjs/icons';
import { type MouseEvent, type ReactElement, useState } from 'react';
import { fitWidth } from './column-wishes.ts';
import { type ColumnId, describedColumns } from './columns.ts';
import type { ResultTable } from './use-result-table.ts';

const widthStep = 20;

/** The drawn columns from left to right: where each stands, how wide it is, whether it stays in sight. */
export function ColumnOrder({ resultTable }: { readonly resultTable: ResultTable }): ReactElement {
  const { columns } = resultTable.layout;
  const [told, setTold] = useState('');
  return (
    <>
      <h2 className="section-title">Shown, from left to right</h2>
      <ol className="column-order">
        {columns.map((id, at) => (
          <ColumnLine key={id} id={id} at={at} resultTable={resultTable} tell={setTold} />
        ))}
      </ol>
      <p className="visually-hidden" aria-live="polite">
        {told}
      </p>
    </>
  );
}

interface ColumnLineProps {
  readonly id: ColumnId;
  readonly at: number;
  readonly resultTable: ResultTable;
  readonly tell: (what: string) => void;
}

function ColumnLine({ id, at, resultTable, tell }: ColumnLineProps): ReactElement {
  const { layout, pinned, place, pin, resize, toggle } = resultTable;
  const { title } = describedColumns[id];
  const width = layout.widths[id] ?? 0;
  const isPinned = pinned.includes(id);
  const move = (to: number) => (event: MouseEvent<HTMLElement>) => {
    const button = event.currentTarget;
    place(id, to);
    tell(`${title} is column ${to + 1} of ${layout.columns.length}`);
    // A line that changes its place loses the focus.
    requestAnimationFrame(() => button.focus());
  };
  const widen = (step: number) => () => {
    resize(id, width + step);
    tell(`${title}: ${fitWidth(width + step)} pixels`);
  };
  return (
    <li data-column={id}>
      <span className="column-title">{title}</span>
      <LineButton name={`Narrower: ${title}`} icon={<MinusIcon size={12} />} onClick={widen(-widthStep)} />
      <LineButton name={`Wider: ${title}`} icon={<PlusIcon size={12} />} onClick={widen(widthStep)} />
      <LineButton
        name={`To the left: ${title}`}
        icon={<ArrowUpIcon size={12} />}
        disabled={at === 0}
        onClick={move(at - 1)}
      />
      <LineButton
        name={`To the right: ${title}`}
        icon={<ArrowDownIcon size={12} />}
        disabled={at === layout.columns.length - 1}
        onClick={move(at + 1)}
      />
      <LineButton
        name={`Pin: ${title}`}
        icon={<PinIcon size={12} />}
        isPressed={isPinned}
        onClick={(event) => {
          const button = event.currentTarget;
          pin(id, !isPinned);
          requestAnimationFrame(() => button.focus());
        }}
      />
      <LineButton
        name={`Take away: ${title}`}
        icon={<CrossIcon size={12} />}
        disabled={id === 'value'}
        onClick={(event) => {
          const line = event.currentTarget.closest('li');
          const next = line?.nextElementSibling ?? line?.previousElementSibling;
          toggle(id);
          // The line goes, and the focus would go with it.
          requestAnimationFrame(() => next?.querySelector<HTMLElement>('button:last-of-type')?.focus());
        }}
      />
    </li>
  );
}

function LineButton(props: {
  readonly name: string;
  readonly icon: ReactElement;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
  readonly disabled?: boolean;
  /** Of a button that turns something on and off. */
  readonly isPressed?: boolean;
}): ReactElement {
  const { name, isPressed } = props;
  return (
    <Button
      variant="minimal"
      size="small"
      icon={props.icon}
      aria-label={name}
      title={name}
      // Not `disabled`: the focus would be lost at the end of the way.
      aria-disabled={props.disabled ?? false}
      active={isPressed ?? false}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
      onClick={(event) => {
        if (props.disabled !== true) props.onClick(event);
      }}
    />
  );
}
