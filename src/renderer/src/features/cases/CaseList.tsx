import { Button, SegmentedControl } from '@blueprintjs/core';
import { BriefcaseIcon, PlusIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { CaseSummary } from '#shared/model/case.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCases } from '../../bridge/use-cases.ts';
import { CutText } from '../../components/CutText.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { FileButton } from '../../components/FileButton.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SeverityMark, TlpMarkLabel, VerdictMark } from '../../components/Marks.tsx';
import { Ago } from '../../components/Moment.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { filesOf, useDrop } from '../../components/use-drop.ts';
import { formatCount } from '../../text/words.ts';
import { bundleEndings, importEndings, useTakenFile } from '../imports/use-taken-file.tsx';
import { NewCaseDialog } from './NewCaseDialog.tsx';
import { StatusMark } from './StatusMark.tsx';

const filters = ['open', 'closed', 'all'] as const;
type Filter = (typeof filters)[number];

function isShown(one: CaseSummary, filter: Filter): boolean {
  return filter === 'all' || (one.status === 'closed') === (filter === 'closed');
}

function CaseLine(props: { readonly one: CaseSummary }): ReactElement {
  const { one } = props;
  const navigation = useNavigation();
  const open = (): void => navigation.go({ screen: 'cases', number: one.number });
  return (
    <tr className="case-line" onClick={open}>
      <td className="mono nowrap">{one.number}</td>
      <td className="case-title">
        <button type="button" className="link-button" onClick={open}>
          <HostileText text={one.title} inCell />
        </button>
      </td>
      <td>
        <StatusMark status={one.status} />
      </td>
      <td>{one.verdict === null ? <span className="nothing">–</span> : <VerdictMark verdict={one.verdict} />}</td>
      <td>
        <SeverityMark severity={one.severity} />
      </td>
      <td>
        <TlpMarkLabel tlp={one.tlp} />
      </td>
      <td className="case-assignee ellipsis">
        {one.assignee === null ? (
          <span className="nothing">–</span>
        ) : (
          <CutText text={one.assignee}>
            <HostileText text={one.assignee} inCell />
          </CutText>
        )}
      </td>
      <td className="number">{formatCount(one.indicatorCount)}</td>
      <td className="number">{one.openTaskCount === 0 ? <span className="nothing">–</span> : one.openTaskCount}</td>
      <td>
        <Ago atMs={one.updatedAtMs} />
      </td>
    </tr>
  );
}

function CaseTable(props: { readonly cases: readonly CaseSummary[] }): ReactElement {
  return (
    <table className="dense">
      <thead>
        <tr>
          <th>Number</th>
          <th>Title</th>
          <th>Status</th>
          <th>Verdict</th>
          <th>Severity</th>
          <th>TLP</th>
          <th>Assignee</th>
          <th className="number">Indicators</th>
          <th className="number">Open tasks</th>
          <th>Changed</th>
        </tr>
      </thead>
      <tbody>
        {props.cases.map((one) => (
          <CaseLine key={one.number} one={one} />
        ))}
      </tbody>
    </table>
  );
}

/** Every case, the last changed first. */
export function CaseList(): ReactElement {
  const cases = useCases();
  const [filter, setFilter] = useState<Filter>('open');
  const [isCreating, setIsCreating] = useState(false);
  const taken = useTakenFile();
  const drop = useDrop((transfer) => taken.take(filesOf(transfer)));
  const all = cases.data ?? [];
  const shown = all.filter((one) => isShown(one, filter)).sort((a, b) => b.updatedAtMs - a.updatedAtMs);
  const create = (
    <Button intent="primary" size="small" icon={<PlusIcon size={14} />} onClick={() => setIsCreating(true)}>
      New case
    </Button>
  );
  return (
    <div className="cases" {...drop.handlers}>
      <header className="screen-head">
        <h1>Cases</h1>
        <SegmentedControl
          size="small"
          aria-label="Which cases"
          options={[
            { label: 'Open', value: 'open' },
            { label: 'Closed', value: 'closed' },
            { label: 'All', value: 'all' },
          ]}
          value={filter}
          onValueChange={(value) => setFilter(filters.find((known) => known === value) ?? 'open')}
        />
        <span className="grow" />
        <FileButton label="Import…" size="small" accept={importEndings} onFiles={taken.take} />
        <FileButton
          label="Open a bundle…"
          size="small"
          accept={bundleEndings}
          disabled={taken.isOpening}
          onFiles={([file]) => {
            if (file !== undefined) taken.openBundle(file);
          }}
        />
        {create}
      </header>
      <ScrollRegion label="Case list">
        {cases.isPending ? <Loading lines={6} /> : null}
        {cases.error === null ? null : <ErrorNote error={cases.error} onRetry={() => void cases.refetch()} />}
        {cases.isSuccess && shown.length === 0 ? (
          <EmptyState
            icon={<BriefcaseIcon size={20} />}
            title={all.length === 0 ? 'No case yet' : `No ${filter} case`}
            action={all.length === 0 ? create : undefined}
          >
            A case collects indicators with what the vendors said at that moment, notes and tasks, and ends in a report.
            Add indicators from Explore with C, or drop a file here: STIX, MISP, OpenIOC, CSV or a case bundle.
          </EmptyState>
        ) : null}
        {shown.length === 0 ? null : <CaseTable cases={shown} />}
      </ScrollRegion>
      {taken.dialogs}
      {drop.isOver ? <div className="drop-veil">Drop to import, or to open a case bundle</div> : null}
      {isCreating ? <NewCaseDialog onClose={() => setIsCreating(false)} /> : null}
    </div>
  );
}
