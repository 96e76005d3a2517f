import { Button, ButtonGroup, Checkbox, PopoverNext } from '@blueprintjs/core';
import { BriefcaseIcon, ColumnLayoutIcon, CrossIcon, ExportIcon, FilterIcon, PropertiesIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { KeyHint } from '../../keyboard/KeyHint.tsx';
import { formatCount } from '../../text/words.ts';
import { ResultCount } from './ResultCount.tsx';
import type { ResultTable } from './use-result-table.ts';
import type { Results } from './use-results.ts';
import type { TriageAction } from './use-triage-actions.ts';

function ColumnMenu(props: { readonly resultTable: ResultTable }): ReactElement {
  const { table } = props.resultTable;
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <div className="column-menu">
          {table.getAllLeafColumns().map((column) => (
            <Checkbox
              key={column.id}
              label={column.columnDef.meta?.title ?? column.id}
              checked={column.getIsVisible()}
              disabled={column.id === 'value'}
              onChange={() => column.toggleVisibility()}
            />
          ))}
          <Button size="small" variant="minimal" onClick={() => table.setColumnSizing({})}>
            Usual widths
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

/** See {@link ResultToolbar}. */
export interface ResultToolbarProps {
  readonly results: Results;
  /** False while the rows below are not the answer to what was asked: nothing can be done with them then. */
  readonly areUsable: boolean;
  readonly selected: number;
  readonly resultTable: ResultTable;
  readonly areFacetsShown: boolean;
  readonly onToggleFacets: () => void;
  readonly onClearSelection: () => void;
  readonly onTriage: (action: TriageAction) => void;
  readonly onNote: () => void;
  readonly onCase: () => void;
  readonly onExport: () => void;
}

const actions: readonly { readonly action: TriageAction; readonly label: string }[] = [
  { action: 'malicious', label: 'Malicious' },
  { action: 'suspicious', label: 'Suspicious' },
  { action: 'benign', label: 'Benign' },
  { action: 'escalate', label: 'Escalate' },
  { action: 'review', label: 'Reviewed' },
];

function SelectionActions(props: ResultToolbarProps): ReactElement {
  const disabled = !props.areUsable;
  return (
    <>
      <span className="toolbar-count" aria-live="polite">
        {formatCount(props.selected)} selected
      </span>
      <ButtonGroup variant="outlined" size="small">
        {actions.map(({ action, label }) => (
          <Button
            key={action}
            disabled={disabled}
            onClick={() => props.onTriage(action)}
            endIcon={<KeyHint id={action} />}
          >
            {label}
          </Button>
        ))}
      </ButtonGroup>
      <Button
        size="small"
        variant="outlined"
        aria-label="Note"
        icon={<PropertiesIcon size={14} />}
        disabled={disabled}
        onClick={props.onNote}
      >
        Note
      </Button>
      <Button
        size="small"
        variant="outlined"
        aria-label="Add to case"
        icon={<BriefcaseIcon size={14} />}
        disabled={disabled}
        onClick={props.onCase}
      >
        Add to case
      </Button>
      <span className="grow" />
      <Button
        size="small"
        variant="minimal"
        aria-label="Clear selection"
        icon={<CrossIcon size={14} />}
        onClick={props.onClearSelection}
      >
        Clear selection
      </Button>
    </>
  );
}

/** Above the result: how many there are, or what can be done with those that are selected. */
export function ResultToolbar(props: ResultToolbarProps): ReactElement {
  return (
    <div className="result-toolbar" role="toolbar" aria-label="Result">
      <Button
        variant="minimal"
        size="small"
        active={props.areFacetsShown}
        aria-pressed={props.areFacetsShown}
        aria-label="Filters"
        title="Show or hide the filters (F)"
        icon={<FilterIcon size={14} />}
        onClick={props.onToggleFacets}
      />
      {props.selected > 0 ? (
        <SelectionActions {...props} />
      ) : (
        <>
          <ResultCount results={props.results} />
          <span className="grow" />
          <ColumnMenu resultTable={props.resultTable} />
          <Button
            variant="minimal"
            size="small"
            icon={<ExportIcon size={14} />}
            text="Export"
            aria-label="Export"
            disabled={!props.areUsable}
            onClick={props.onExport}
          />
        </>
      )}
    </div>
  );
}
