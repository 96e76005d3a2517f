import { type ReactElement, useState } from 'react';
import type { SyncRun } from '#shared/model/connection.ts';
import { useStreamTitles } from '../../bridge/use-stream-titles.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { RunMark } from '../../components/Marks.tsx';
import { ShortMoment } from '../../components/Moment.tsx';
import { TraceWords } from '../../components/TraceWords.tsx';
import { formatCount } from '../../text/words.ts';
import { RejectedRecords } from './RejectedRecords.tsx';
import { explainRun, formatDuration, traceOfRun } from './runs.ts';

const shortLimit = 12;

function RunLine(props: {
  readonly run: SyncRun;
  readonly title: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): ReactElement {
  const { run } = props;
  const why = explainRun(run);
  const trace = traceOfRun(run);
  return (
    <>
      <tr>
        <td>
          <ShortMoment atMs={run.startedAtMs} />
        </td>
        <td title={run.stream}>{props.title}</td>
        <td>
          <RunMark status={run.status} />
        </td>
        <td className="number">{run.expected === null ? '–' : formatCount(run.expected)}</td>
        <td className="number">{formatCount(run.received)}</td>
        <td className="number">{formatCount(run.stored)}</td>
        <td className="number">{formatCount(run.unchanged)}</td>
        <td className="number">
          {run.rejected === 0 ? (
            <span className="muted">0</span>
          ) : (
            <button type="button" className="link-button" aria-expanded={props.isOpen} onClick={props.onToggle}>
              {formatCount(run.rejected)}
            </button>
          )}
        </td>
        <td className="number">{formatCount(run.requests)}</td>
        <td className="number">
          {run.finishedAtMs === null ? '–' : formatDuration(run.finishedAtMs - run.startedAtMs)}
        </td>
        <td className="run-reason muted">
          {why === undefined ? '' : <HostileText text={why} inCell />}
          {trace === undefined ? null : (
            <div className="run-trace">
              <TraceWords trace={trace} />
            </div>
          )}
        </td>
      </tr>
      {props.isOpen ? (
        <tr>
          <td colSpan={11}>
            <RejectedRecords runId={run.id} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Every run, newest first; the number of rejected records opens them. */
export function RunTable(props: { readonly vendor: string; readonly runs: readonly SyncRun[] }): ReactElement {
  const titleOf = useStreamTitles();
  const [openRun, setOpenRun] = useState<number>();
  const [isLong, setIsLong] = useState(false);
  const newestFirst = [...props.runs].sort((a, b) => b.startedAtMs - a.startedAtMs);
  const shown = isLong ? newestFirst : newestFirst.slice(0, shortLimit);
  return (
    <section aria-label="Run history" className="sources-section">
      <h3 className="section-title">Run history</h3>
      {shown.length === 0 ? (
        <p className="muted">No run yet.</p>
      ) : (
        <table className="dense">
          <thead>
            <tr>
              <th>Started</th>
              <th>Stream</th>
              <th>Outcome</th>
              <th className="number">Announced</th>
              <th className="number">Received</th>
              <th className="number">Stored</th>
              <th className="number">Unchanged</th>
              <th className="number">Rejected</th>
              <th className="number">Requests</th>
              <th className="number">Took</th>
              <th className="run-reason">Why</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((run) => (
              <RunLine
                key={run.id}
                run={run}
                title={titleOf(props.vendor, run.stream)}
                isOpen={run.id === openRun}
                onToggle={() => setOpenRun(run.id === openRun ? undefined : run.id)}
              />
            ))}
          </tbody>
        </table>
      )}
      {newestFirst.length > shortLimit && !isLong ? (
        <button type="button" className="link-button" onClick={() => setIsLong(true)}>
          Show all {newestFirst.length}
        </button>
      ) : null}
    </section>
  );
}
