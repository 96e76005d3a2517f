import type { ReactElement } from 'react';
import type { TriageEntry } from '#shared/model/indicator.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { StateMark, VerdictMark } from '../../components/Marks.tsx';
import { Moment } from '../../components/Moment.tsx';
import { VendorName } from '../../components/VendorMark.tsx';

/** Who decided what, when and why; what was heard of last, and stands, comes first: clocks may disagree. */
export function TriageHistory(props: { readonly entries: readonly TriageEntry[] }): ReactElement {
  if (props.entries.length === 0) return <p className="muted detail-empty">Nobody has looked at it yet.</p>;
  return (
    <ol className="triage-history">
      {props.entries.toReversed().map((entry, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries are never changed or removed; two may share a millisecond
        <li key={`${entry.atMs} ${at}`}>
          <div className="detail-line">
            <StateMark state={entry.state} />
            <VerdictMark verdict={entry.verdict} />
            <span className="grow" />
            <span className="muted">
              <Moment atMs={entry.atMs} />
            </span>
          </div>
          <p className="muted">
            <HostileText text={entry.by} inCell />
            {entry.origin === 'local' ? null : (
              <>
                {' '}
                in <VendorName vendor={entry.origin} />
              </>
            )}
          </p>
          {entry.note === null ? null : (
            <p className="triage-text">
              <HostileText text={entry.note} multiline />
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
