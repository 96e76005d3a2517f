import type { ReactElement } from 'react';
import type { Observation } from '#shared/model/indicator.ts';
import { RecordCard } from './RecordCard.tsx';

/** What each vendor says, newest first. */
export function RecordList(props: { readonly observations: readonly Observation[] }): ReactElement {
  if (props.observations.length === 0) {
    return <p className="muted detail-empty">No vendor listed this by itself; see its relations.</p>;
  }
  const newestFirst = [...props.observations].sort(
    (a, b) => (b.lastSeenMs ?? b.fetchedAtMs) - (a.lastSeenMs ?? a.fetchedAtMs),
  );
  return (
    <div className="records">
      {newestFirst.map((observation) => (
        <RecordCard key={observation.id} observation={observation} />
      ))}
    </div>
  );
}
