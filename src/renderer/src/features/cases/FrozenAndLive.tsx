import { Button } from '@blueprintjs/core';
import { RemoveIcon, SearchIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { CaseIndicator, CaseIndicatorRow } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { recallWords } from '#shared/text/recall.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useNotices } from '../../app/notices.tsx';
import { useCaseCommands, useCaseIndicator } from '../../bridge/use-cases.ts';
import { useIndicatorByValue } from '../../bridge/use-indicators.ts';
import { CopyButtons } from '../../components/CopyButtons.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { FlagMark, SeverityMark, StateMark, VerdictMark } from '../../components/Marks.tsx';
import { Moment } from '../../components/Moment.tsx';
import { VendorMark } from '../../components/VendorMark.tsx';
import { quoteValue } from '../explore/query-text.ts';
import { type Comparison, compareThenAndNow } from './then-and-now.ts';

function Value(props: { readonly of: IndicatorSummary; readonly line: Comparison['key'] }): ReactElement {
  const { of } = props;
  switch (props.line) {
    case 'score':
      return <SeverityMark severity={of.severity} score={of.score} />;
    case 'verdict':
      return <VerdictMark verdict={of.verdict} />;
    case 'state':
      return <StateMark state={of.state} />;
    case 'vendors':
      return (
        <span className="vendor-marks">
          {of.vendors.map((vendor) => (
            <VendorMark key={vendor} vendor={vendor} />
          ))}
        </span>
      );
    case 'lastSeenMs':
      return <Moment atMs={of.lastSeenMs} />;
    case 'tags':
      return of.tags.length === 0 ? (
        <span className="nothing">–</span>
      ) : (
        <HostileText text={of.tags.join(', ')} inCell />
      );
    case 'flags':
      return of.flags.length === 0 ? (
        <span className="nothing">–</span>
      ) : (
        <span className="vendor-marks">
          {of.flags.map((flag) => (
            <FlagMark key={flag} flag={flag} />
          ))}
        </span>
      );
    default:
      return <>{of.observations}</>;
  }
}

function Actions(props: {
  readonly number: CaseNumber;
  readonly entry: CaseIndicator;
  readonly onRemoved: () => void;
}): ReactElement {
  const { entry } = props;
  const navigation = useNavigation();
  const notices = useNotices();
  const { removeIndicator } = useCaseCommands();
  return (
    <div className="case-detail-actions">
      <CopyButtons type={entry.type} value={entry.value} />
      <Button
        size="small"
        variant="outlined"
        icon={<SearchIcon size={12} />}
        onClick={() => navigation.go({ screen: 'explore', query: `value:${quoteValue(entry.value)}` })}
      >
        Show in Explore
      </Button>
      <Button
        size="small"
        variant="outlined"
        icon={<RemoveIcon size={12} />}
        loading={removeIndicator.isPending}
        onClick={() =>
          removeIndicator.mutate(
            { number: props.number, type: entry.type, value: entry.value },
            { onSuccess: props.onRemoved, onError: notices.failed },
          )
        }
      >
        Remove from the case
      </Button>
    </div>
  );
}

/** An indicator as it was when it was added beside what is known today; what changed is marked. */
export function FrozenAndLive(props: {
  readonly number: CaseNumber;
  readonly row: CaseIndicatorRow;
  readonly onRemoved: () => void;
}): ReactElement {
  const { row } = props;
  const frozen = useCaseIndicator(props.number, row);
  const live = useIndicatorByValue(row.type, row.value);
  const error = frozen.error ?? live.error;
  if (error !== null) {
    return <ErrorNote error={error} onRetry={() => void Promise.all([frozen.refetch(), live.refetch()])} />;
  }
  if (frozen.data === undefined || live.data === undefined) return <Loading lines={3} />;
  return <ThenAndNow number={props.number} entry={frozen.data} now={live.data} onRemoved={props.onRemoved} />;
}

/** Which other cases know it too, and how it was judged last. */
function RecalledElsewhere(props: {
  readonly number: CaseNumber;
  readonly now: IndicatorSummary | null;
}): ReactElement | null {
  const navigation = useNavigation();
  const { now } = props;
  const recall = now === null ? null : recallWords(now);
  if (now === null || recall === null) return null;
  const others = now.cases.filter((number) => number !== props.number);
  return (
    <p>
      <span className="muted">Recall: </span>
      {recall}
      {others.length === 0 ? null : <span className="muted"> · also </span>}
      {others.slice(0, 20).map((number) => (
        <button
          key={number}
          type="button"
          className="link-button recalled"
          onClick={() => navigation.go({ screen: 'cases', number })}
        >
          {number}
        </button>
      ))}
    </p>
  );
}

function ThenAndNow(props: {
  readonly number: CaseNumber;
  readonly entry: CaseIndicator;
  readonly now: IndicatorSummary | null;
  readonly onRemoved: () => void;
}): ReactElement {
  const { entry, now } = props;
  const then = entry.snapshot.indicator;
  return (
    <div className="frozen">
      <RecalledElsewhere number={props.number} now={now} />
      {entry.role === null ? null : (
        <p>
          <span className="muted">Role: </span>
          <HostileText text={entry.role} />
        </p>
      )}
      {entry.comment === null ? null : (
        <p>
          <HostileText text={entry.comment} multiline />
        </p>
      )}
      <table className="dense frozen-table">
        <thead>
          <tr>
            <th>
              <span className="visually-hidden">Field</span>
            </th>
            <th>
              Frozen <Moment atMs={entry.snapshot.takenAtMs} />
            </th>
            <th>Today</th>
          </tr>
        </thead>
        <tbody>
          {compareThenAndNow(then, now).map((line) => (
            <tr key={line.key} className={line.isChanged ? 'is-changed' : undefined}>
              <th scope="row">{line.label}</th>
              <td>
                <Value of={then} line={line.key} />
              </td>
              <td>
                {now === null ? <span className="nothing">not in the cache</span> : <Value of={now} line={line.key} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Actions number={props.number} entry={entry} onRemoved={props.onRemoved} />
    </div>
  );
}
