import { Checkbox, InputGroup } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import { columnGroups, columnIds, describedColumns } from './columns.ts';
import type { ResultTable } from './use-result-table.ts';

/** Every column there is, by group; those without room can be asked for all the same. */
export function ColumnChoice({ resultTable }: { readonly resultTable: ResultTable }): ReactElement {
  const [typed, setTyped] = useState('');
  const { layout, toggle } = resultTable;
  const text = typed.trim().toLowerCase();
  const found = columnIds.filter((id) => describedColumns[id].title.toLowerCase().includes(text));
  return (
    <>
      <h2 className="section-title">All columns</h2>
      <InputGroup
        size="small"
        type="search"
        aria-label="Find a column"
        placeholder="Find a column"
        value={typed}
        onValueChange={setTyped}
      />
      {found.length === 0 ? <p className="muted">No column is called so.</p> : null}
      {columnGroups.map((group) => {
        const ids = found.filter((id) => describedColumns[id].group === group);
        return ids.length === 0 ? null : (
          <fieldset key={group} className="column-group">
            <legend>{group}</legend>
            {ids.map((id) => (
              <Checkbox
                key={id}
                checked={layout.columns.includes(id)}
                disabled={id === 'value'}
                onChange={() => toggle(id)}
              >
                {describedColumns[id].title}
                {layout.leftOut.includes(id) ? <span className="muted"> no room</span> : null}
              </Checkbox>
            ))}
          </fieldset>
        );
      })}
    </>
  );
}
