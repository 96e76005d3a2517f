import { SegmentedControl } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { useRemembered } from '../../../app/remembered.ts';
import { usePivots } from '../../../bridge/use-indicators.ts';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { countOf } from '../../../text/words.ts';
import { PivotGraph } from './PivotGraph.tsx';
import { PivotLines } from './PivotLines.tsx';
import './pivots.css';

const views = ['list', 'graph'] as const;
type View = (typeof views)[number];
const parseView = (text: unknown): View | undefined => views.find((known) => known === text);

/** What the indicator shares with others and with how many: a click searches for them. Asked only once it is shown. */
export function PivotPart(props: {
  readonly detail: IndicatorDetail;
  readonly onOpen: (id: IndicatorId) => void;
}): ReactElement {
  const { detail } = props;
  const { data, error, isPending, refetch } = usePivots(detail.id);
  const [view, setView] = useRemembered<View>({ key: 'panel.shared', initial: 'list', parse: parseView });
  return (
    <section className="pivots" aria-label="Shared with others">
      <header className="detail-line">
        <h3 className="section-title">Shared with others</h3>
        <span className="grow" />
        <SegmentedControl
          size="small"
          aria-label="Shown as"
          options={[
            { label: 'List', value: 'list' },
            { label: 'Graph', value: 'graph' },
          ]}
          value={view}
          onValueChange={(value) => setView(parseView(value) ?? 'list')}
        />
      </header>
      {isPending ? <Loading lines={5} label="Counting what it shares" /> : null}
      {error === null ? null : <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          {view === 'list' ? (
            <PivotLines pivots={data.pivots} />
          ) : (
            <PivotGraph detail={detail} pivots={data.pivots} onOpen={props.onOpen} />
          )}
          {data.leftOut === 0 ? null : (
            <p className="muted pivot-note">{countOf(data.leftOut, 'more thing')} it could share were not counted.</p>
          )}
        </>
      )}
    </section>
  );
}
