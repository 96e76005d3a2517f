import { Button, Checkbox, PopoverNext } from '@blueprintjs/core';
import { ColumnLayoutIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { columnIds } from './columns.ts';
import type { ResultTable } from './use-result-table.ts';

/** Which columns are shown; those without room can be asked for all the same. */
export function ColumnMenu(props: { readonly resultTable: ResultTable }): ReactElement {
  const { table, layout, toggle, reset } = props.resultTable;
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <div className="column-menu">
          {columnIds.map((id) => (
            <Checkbox
              key={id}
              checked={layout.columns.includes(id)}
              disabled={id === 'value'}
              onChange={() => toggle(id)}
            >
              {table.getColumn(id)?.columnDef.meta?.title}
              {layout.leftOut.includes(id) ? <span className="muted"> no room</span> : null}
            </Checkbox>
          ))}
          <Button size="small" variant="minimal" onClick={reset}>
            Usual columns and widths
          </Button>
        </div>
      }
    >
      <Button
        variant="minimal"
        size="small"
        icon={<ColumnLayoutIcon size={14} />}
        text="Columns"
        aria-label="Columns"
      />
    </PopoverNext>
  );
}
