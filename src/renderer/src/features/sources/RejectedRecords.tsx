import type { ReactElement } from 'react';
import { useRejectedRecords } from '../../bridge/use-connections.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { formatCount } from '../../text/words.ts';

/** What is kept of one record's text. */
const keptBytes = 65_536;

/** The records of a run that could not be read: why, and what arrived. */
export function RejectedRecords(props: { readonly runId: number }): ReactElement {
  const { data, error, isPending } = useRejectedRecords(props.runId);
  if (isPending) return <Loading lines={2} />;
  if (error !== null) return <ErrorNote error={error} />;
  return (
    <ul className="plain-list rejected">
      {data.map((record, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a finished run's list never changes, and records have no id
        <li key={at}>
          <b>
            <HostileText text={record.reason} />
          </b>
          <div className="rejected-raw">
            <HostileText text={record.raw} mono />
            {record.rawBytes > keptBytes ? (
              <p className="muted">Cut; {formatCount(record.rawBytes)} bytes arrived.</p>
            ) : null}
          </div>
        </li>
      ))}
      {data.length === 0 ? <li className="muted">They are no longer kept.</li> : null}
    </ul>
  );
}
