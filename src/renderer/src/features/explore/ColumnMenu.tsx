import { Button, Classes, PopoverNext } from '@blueprintjs/core';
import { ColumnLayoutIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { useSavedSearches, useSaveSearch } from '../../bridge/use-searches.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { ColumnChoice } from './ColumnChoice.tsx';
import { ColumnOrder } from './ColumnOrder.tsx';
import type { ResultTable } from './use-result-table.ts';
import './column-menu.css';

/** Which columns are shown, in which order, how wide, and which stay in sight; everything that dragging does, without it. */
export function ColumnMenu(props: { readonly resultTable: ResultTable }): ReactElement {
  const { resultTable } = props;
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <section className="column-menu" aria-label="Columns">
          <ViewLine resultTable={resultTable} />
          <ColumnOrder resultTable={resultTable} />
          <ColumnChoice resultTable={resultTable} />
          <Button size="small" variant="minimal" onClick={resultTable.reset}>
            Usual columns and widths
          </Button>
        </section>
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

/** Whose columns these are, where they are a saved search's. */
function ViewLine({ resultTable }: { readonly resultTable: ResultTable }): ReactElement | null {
  const { view, shownColumns, viewSaved, leaveView } = resultTable;
  const saved = useSavedSearches().data?.find(({ name }) => name === view?.name);
  const save = useSaveSearch();
  if (view === undefined) return null;
  const canSave = view.isChanged && saved !== undefined && !save.isPending;
  const keep = (): void => {
    if (!canSave) return;
    const columns = [...shownColumns];
    save.mutate({ name: saved.name, query: saved.query, columns }, { onSuccess: viewSaved });
  };
  return (
    <div className="column-view">
      <p>
        Columns of <HostileText text={view.name} inCell />
        {view.isChanged ? ', changed' : ''}
      </p>
      {/* Not `disabled`: the focus would be lost with the click. */}
      <Button size="small" aria-disabled={!canSave} onClick={keep}>
        Save to the search
      </Button>
      <Button size="small" className={Classes.POPOVER_DISMISS} onClick={leaveView}>
        Ordinary columns
      </Button>
    </div>
  );
}
