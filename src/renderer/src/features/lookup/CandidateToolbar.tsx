import { Button, ButtonGroup, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import {
  BriefcaseIcon,
  CrossIcon,
  DuplicateIcon,
  ExportIcon,
  PropertiesIcon,
  SendMessageIcon,
  TagIcon,
} from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { copyForms } from '#shared/model/lookup.ts';
import { KeyHint } from '../../keyboard/KeyHint.tsx';
import { toWords } from '../../keyboard/key-signs.ts';
import { shortcuts } from '../../keyboard/shortcuts.ts';
import { countOf, formatCount } from '../../text/words.ts';
import type { TriageAction } from '../explore/use-triage-actions.ts';
import { countPicked } from './candidate-selection.ts';
import type { CandidateActions } from './use-candidate-actions.ts';
import type { Candidates } from './use-candidates.ts';
import '../explore/toolbar.css';

const triage: readonly { readonly action: TriageAction; readonly label: string }[] = [
  { action: 'malicious', label: 'Malicious' },
  { action: 'suspicious', label: 'Suspicious' },
  { action: 'benign', label: 'Benign' },
];

const formLabels = {
  plain: 'Exact, one per line',
  defanged: 'Defanged',
  csv: 'CSV',
  markdown: 'Markdown table',
} as const;

const exportTitle = `Export (${toWords(shortcuts.exportResult.keys[0])})`;

function CopyMenu(props: { readonly actions: CandidateActions }): ReactElement {
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <Menu>
          {copyForms.map((form) => (
            <MenuItem key={form} text={formLabels[form]} onClick={() => props.actions.copy(form)} />
          ))}
        </Menu>
      }
    >
      <Button size="small" variant="outlined" aria-label="Copy" icon={<DuplicateIcon size={14} />}>
        Copy
      </Button>
    </PopoverNext>
  );
}

/** What can be done with what is picked, or with all that is listed. */
export function CandidateToolbar(props: {
  readonly candidates: Candidates;
  readonly actions: CandidateActions;
}): ReactElement {
  const { candidates, actions } = props;
  const picked = countPicked(candidates.selection, candidates.total);
  if (picked === 0) {
    return (
      <div className="result-toolbar" role="toolbar" aria-label="Candidates">
        <span className="toolbar-count">{countOf(candidates.total, 'candidate')}</span>
        <span className="grow" />
        <Button size="small" variant="minimal" disabled={candidates.total === 0} onClick={candidates.toggleAll}>
          Select all
        </Button>
        <Button
          size="small"
          variant="minimal"
          aria-label="Export"
          title={exportTitle}
          icon={<ExportIcon size={14} />}
          disabled={candidates.total === 0}
          onClick={actions.exportPicked}
        >
          Export
        </Button>
      </div>
    );
  }
  return (
    <div className="result-toolbar" role="toolbar" aria-label="Candidates">
      <span className="toolbar-count" aria-live="polite">
        {formatCount(picked)} selected
      </span>
      <Button
        size="small"
        variant="minimal"
        aria-label="Clear selection"
        title="Clear selection (Esc)"
        icon={<CrossIcon size={14} />}
        onClick={candidates.clear}
      />
      <Button
        size="small"
        variant="outlined"
        aria-label="Add to case"
        title="Add to a case (C)"
        icon={<BriefcaseIcon size={14} />}
        onClick={() => actions.show('case')}
      >
        Add to case
      </Button>
      <ButtonGroup variant="outlined" size="small">
        {triage.map(({ action, label }) => (
          <Button key={action} onClick={() => actions.decide(action)} endIcon={<KeyHint id={action} />}>
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
        onClick={() => actions.show('tag')}
      >
        Tag
      </Button>
      <Button
        size="small"
        variant="outlined"
        aria-label="Note"
        icon={<PropertiesIcon size={14} />}
        onClick={() => actions.show('note')}
      >
        Note
      </Button>
      <CopyMenu actions={actions} />
      <Button
        size="small"
        variant="outlined"
        className="is-terse"
        aria-label="Queue a push"
        title="Queue a change for the vendors (P)"
        icon={<SendMessageIcon size={14} />}
        onClick={() => actions.show('push')}
      >
        Push
      </Button>
      <Button
        size="small"
        variant="outlined"
        className="is-terse"
        aria-label="Export the selection"
        title={exportTitle}
        icon={<ExportIcon size={14} />}
        onClick={actions.exportPicked}
      >
        Export
      </Button>
    </div>
  );
}
