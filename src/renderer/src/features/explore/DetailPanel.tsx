import { Button, Tab, Tabs } from '@blueprintjs/core';
import { ArrowLeftIcon, BriefcaseIcon, CrossIcon, SearchIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import { displayValue, type IndicatorDetail } from '#shared/model/indicator.ts';
import { useIndicator } from '../../bridge/use-indicators.ts';
import { CopyButtons } from '../../components/CopyButtons.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText, titleLimit } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { TypeMark } from '../../components/Marks.tsx';
import { TagHistory } from '../tags/TagHistory.tsx';
import { DetailSummary } from './DetailSummary.tsx';
import { PivotPart } from './pivots/PivotPart.tsx';
import { RecordList } from './RecordList.tsx';
import { RelationList } from './RelationList.tsx';
import { TriageControls } from './TriageControls.tsx';
import { TriageHistory } from './TriageHistory.tsx';
import { VendorDetails } from './VendorDetails.tsx';
import './detail.css';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';

/** See {@link DetailPanel}. */
export interface DetailPanelProps {
  readonly id: IndicatorId;
  readonly hasBack: boolean;
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onOpen: (id: IndicatorId) => void;
  readonly onAddToCase: () => void;
  readonly onTag: () => void;
}

function Head(props: DetailPanelProps & { readonly detail: IndicatorDetail }): ReactElement {
  const { detail } = props;
  return (
    <header className="detail-head">
      <div className="detail-line">
        {props.hasBack ? (
          <Button
            variant="minimal"
            size="small"
            aria-label="Back"
            icon={<ArrowLeftIcon size={14} />}
            onClick={props.onBack}
          />
        ) : null}
        <TypeMark type={detail.type} />
        <span className="grow" />
        <Button
          variant="minimal"
          size="small"
          aria-label="Close the panel"
          icon={<CrossIcon size={14} />}
          onClick={props.onClose}
        />
      </div>
      <h2 className="detail-value">
        <HostileText text={displayValue(detail)} mono limit={titleLimit} />
      </h2>
      {detail.received === null || detail.received === displayValue(detail) ? null : (
        <p className="detail-received muted">
          received as <HostileText text={detail.received} mono limit={titleLimit} />
        </p>
      )}
      <div className="detail-line">
        <CopyButtons type={detail.type} value={displayValue(detail)} />
        <Button size="small" variant="outlined" icon={<BriefcaseIcon size={12} />} onClick={props.onAddToCase}>
          Add to case
        </Button>
      </div>
    </header>
  );
}

const tabs = ['records', 'vendors', 'relations', 'history'] as const;
type TabId = (typeof tabs)[number];

function Details(props: DetailPanelProps & { readonly detail: IndicatorDetail }): ReactElement {
  const { detail } = props;
  const [tab, setTab] = useState<TabId>('records');
  return (
    <>
      <Head {...props} />
      <ScrollRegion className="detail-body" label="Details">
        <DetailSummary detail={detail} onTag={props.onTag} />
        <TriageControls detail={detail} />
        <Tabs
          id="detail-tabs"
          className="detail-tabs"
          selectedTabId={tab}
          onChange={(next) => setTab(tabs.find((known) => known === next) ?? 'records')}
        >
          <Tab
            id="records"
            title={`Records ${detail.observationList.length}`}
            panel={<RecordList observations={detail.observationList} />}
          />
          <Tab id="vendors" title="Vendors" panel={<VendorDetails id={detail.id} />} />
          <Tab
            id="relations"
            title={`Relations ${detail.relations.length}`}
            panel={
              <>
                <RelationList relations={detail.relations} onOpen={props.onOpen} />
                {/* Counted only when it is looked at: the others are mounted too. */}
                {tab === 'relations' ? <PivotPart detail={detail} onOpen={props.onOpen} /> : null}
              </>
            }
          />
          <Tab
            id="history"
            title={`Triage ${detail.triageHistory.length}`}
            panel={
              <>
                <TriageHistory entries={detail.triageHistory} />
                <TagHistory entries={detail.tagHistory} />
              </>
            }
          />
        </Tabs>
      </ScrollRegion>
    </>
  );
}

/** Everything about one indicator, beside the result. */
export function DetailPanel(props: DetailPanelProps): ReactElement {
  const { data, error, isPending, refetch } = useIndicator(props.id);
  return (
    <aside className="detail" aria-label="Indicator">
      {isPending ? <Loading lines={10} /> : null}
      {error === null ? null : <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data === null ? (
        <EmptyState
          icon={<SearchIcon size={20} />}
          title="No longer in the cache"
          action={<Button onClick={props.onClose}>Close</Button>}
        >
          It was purged with the connection that brought it.
        </EmptyState>
      ) : null}
      {data === undefined || data === null ? null : <Details key={data.id} {...props} detail={data} />}
    </aside>
  );
}
