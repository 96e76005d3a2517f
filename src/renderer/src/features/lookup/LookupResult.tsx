import { Button } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { LookupOverview } from '#shared/contract/lookup-schemas.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { parseNumber, useRemembered } from '../../app/remembered.ts';
import type { WindowFile } from '../../bridge/send-file.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { FileButton } from '../../components/FileButton.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Splitter } from '../../components/Splitter.tsx';
import { countOf } from '../../text/words.ts';
import { CandidateArea } from './CandidateArea.tsx';
import { CandidateFilters } from './CandidateFilters.tsx';
import { CandidatePanel } from './CandidatePanel.tsx';
import { CandidateToolbar } from './CandidateToolbar.tsx';
import { LookupDialogs } from './LookupDialogs.tsx';
import { LookupNotes } from './LookupNotes.tsx';
import { useLookupMemory } from './lookup-memory.tsx';
import { useCandidateActions } from './use-candidate-actions.ts';
import { useCandidates } from './use-candidates.ts';

const panelLimits = { min: 300, max: 900 } as const;

function describeNames(names: readonly string[]): string {
  const [first = ''] = names;
  return names.length <= 1 ? first : `${first} and ${countOf(names.length - 1, 'more file')}`;
}

/** What a look-up found: the list, what can be done with it, and the text it was found in. */
export function LookupResult(props: {
  readonly overview: LookupOverview;
  readonly onFiles: (files: readonly WindowFile[]) => void;
}): ReactElement {
  const { overview } = props;
  const { state, change } = useLookupMemory();
  const [width, setWidth] = useRemembered({
    key: 'lookup.panel',
    initial: 460,
    parse: parseNumber(panelLimits.min, panelLimits.max),
  });
  const candidates = useCandidates(overview.id);
  const actions = useCandidateActions(candidates);
  const total = overview.counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <header className="screen-head">
        <h1>Lookup</h1>
        <span
          className="lookup-name ellipsis"
          title={overview.names.length > 1 ? overview.names.map(revealHidden).join('\n') : undefined}
        >
          <HostileText text={describeNames(overview.names)} inCell />
        </span>
        <span className="grow" />
        <FileButton size="small" label="Choose files…" isMultiple onFiles={props.onFiles} />
        <Button size="small" onClick={() => change({ overview: undefined, error: undefined })}>
          New look-up
        </Button>
      </header>
      {state.error === undefined ? null : <ErrorNote error={state.error} />}
      <LookupNotes notes={overview.notes} />
      <CandidateFilters overview={overview} />
      <div className="lookup-panes">
        <section className="lookup-list" aria-label="Candidates">
          <CandidateToolbar candidates={candidates} actions={actions} />
          <CandidateArea candidates={candidates} isEmpty={total === 0} onOpen={actions.openCursor} />
        </section>
        <Splitter label="Width of the text" width={width} {...panelLimits} pane="right" onResize={setWidth} />
        <CandidatePanel width={width} overview={overview} candidates={candidates} actions={actions} />
      </div>
      <LookupDialogs actions={actions} />
    </>
  );
}
