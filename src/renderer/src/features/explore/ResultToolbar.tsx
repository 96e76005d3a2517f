import { Button, ButtonGroup } from '@blueprintjs/core';
import {
  BriefcaseIcon,
  CrossIcon,
  ExportIcon,
  PropertiesIcon,
  RefreshIcon,
  SendMessageIcon,
  TagIcon,
} from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { KeyHint } from '../../keyboard/KeyHint.tsx';
import { toWords } from '../../keyboard/key-signs.ts';
import { shortcuts } from '../../keyboard/shortcuts.ts';
import { formatCount } from '../../text/words.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { CopyMenu, type IndicatorForm } from './CopyMenu.tsx';
import { FilterButton } from './FilterButton.tsx';
import { ResultCount } from './ResultCount.tsx';
import type { Filters } from './use-filters.ts';
import type { ResultTable } from './use-result-table.ts';
import type { Results } from './use-results.ts';
import type { TriageAction } from './use-triage-actions.ts';
import './toolbar.css';

/** See {@link ResultToolbar}. */
export interface ResultToolbarProps {
  readonly results: Results;
  /** False while the rows below are seen not to be the answer to what was asked: nothing can be done with them then. */
  readonly lookUsable: boolean;
  readonly selected: number;
  readonly resultTable: ResultTable;
  readonly filters: Filters;
  /** The filters, for where they have no room beside the result. */
  readonly filterPanel: ReactElement | null;
  readonly onClearSelection: () => void;
  readonly onTriage: (action: TriageAction) => void;
  readonly onTag: () => void;
  readonly onNote: () => void;
  readonly onCase: () => void;
  readonly onCopy: (form: IndicatorForm) => void;
  readonly onPush: () => void;
  readonly onRefresh: () => void;
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
  const disabled = !props.lookUsable;
  return (
    <>
      <span className="toolbar-count" aria-live="polite">
        {formatCount(props.selected)} selected
      </span>
      <Button
        size="small"
        variant="minimal"
        aria-label="Clear selection"
        title="Clear selection (Esc)"
        icon={<CrossIcon size={14} />}
        onClick={props.onClearSelection}
      />
      <ButtonGroup variant="outlined" size="small">
        {actions.map(({ action, label }) => (
          <Button
            key={action}
            disabled={disabled}
            title={`${label} (${toWords(shortcuts[action].keys[0])})`}
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
        aria-label="Tag"
        title="Put tags on, or take them off (T)"
        icon={<TagIcon size={14} />}
        disabled={disabled}
        onClick={props.onTag}
      >
        Tag
      </Button>
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
      <CopyMenu disabled={disabled} onCopy={props.onCopy} />
      <Button
        size="small"
        variant="outlined"
        aria-label="Queue a push"
        title="Queue a change for the vendors (P)"
        icon={<SendMessageIcon size={14} />}
        disabled={disabled}
        onClick={props.onPush}
      >
        Push
      </Button>
      <Button
        size="small"
        variant="outlined"
        className="is-terse"
        aria-label="Refresh from the vendors"
        title="Refresh from the vendors (V)"
        icon={<RefreshIcon size={14} />}
        disabled={disabled}
        onClick={props.onRefresh}
      >
        Refresh
      </Button>
      <Button
        size="small"
        variant="outlined"
        className="is-terse"
        aria-label="Export the selection"
        title={`Export (${toWords(shortcuts.exportResult.keys[0])})`}
        icon={<ExportIcon size={14} />}
        disabled={disabled}
        onClick={props.onExport}
      >
        Export
      </Button>
    </>
  );
}

/** Above the result: how many there are, or what can be done with those that are selected. */
export function ResultToolbar(props: ResultToolbarProps): ReactElement {
  return (
    <div className="result-toolbar" role="toolbar" aria-label="Result">
      <FilterButton filters={props.filters} panel={props.filterPanel} />
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
            disabled={!props.lookUsable}
            onClick={props.onExport}
          />
        </>
      )}
    </div>
  );
}
