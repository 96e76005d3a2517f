import { type ReactElement, useState } from 'react';
import type { LookupOverview } from '#shared/contract/lookup-schemas.ts';
import { CandidateDetail } from './CandidateDetail.tsx';
import { SourcePane } from './SourcePane.tsx';
import type { CandidateActions } from './use-candidate-actions.ts';
import type { Candidates } from './use-candidates.ts';

/** Beside the list: what is known about the candidate under the cursor, and the text with its place marked. */
export function CandidatePanel(props: {
  readonly width: number;
  readonly overview: LookupOverview;
  readonly candidates: Candidates;
  readonly actions: CandidateActions;
}): ReactElement {
  const { overview, candidates } = props;
  const { cursor } = candidates;
  // The place that was chosen of the candidate; of another one the first.
  const [chosen, setChosen] = useState<{ readonly index: number; readonly at: number; readonly row: number | null }>();
  const isChosen = chosen !== undefined && chosen.index === cursor?.index;
  return (
    <aside className="lookup-panel" aria-label="Candidate" style={{ width: `${props.width}px` }}>
      {cursor === undefined ? null : (
        <CandidateDetail
          key={cursor.index}
          id={overview.id}
          row={cursor}
          at={isChosen ? chosen.at : 0}
          onPlace={(at, row) => setChosen({ index: cursor.index, at, row })}
          onOpen={props.actions.openCursor}
        />
      )}
      <SourcePane
        id={overview.id}
        rowCount={overview.rowCount}
        row={isChosen ? chosen.row : (cursor?.row ?? null)}
        index={cursor?.index}
        onPoint={(index, row) => {
          candidates.pointAt(index);
          setChosen({ index, at: -1, row });
        }}
      />
    </aside>
  );
}
