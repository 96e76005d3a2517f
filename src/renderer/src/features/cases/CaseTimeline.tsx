import type { ReactElement } from 'react';
import type { CaseTimelineEntry } from '#shared/model/case.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Moment } from '../../components/Moment.tsx';

/** What happened in the case, newest first; written by the application with each change. */
export function CaseTimeline(props: { readonly entries: readonly CaseTimelineEntry[] }): ReactElement {
  const newestFirst = [...props.entries].sort((a, b) => b.atMs - a.atMs);
  return (
    <section className="case-section" aria-label="Timeline">
      <h2 className="section-title">Timeline</h2>
      <ol className="timeline">
        {newestFirst.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are never changed or removed; two may share a millisecond
          <li key={`${entry.atMs} ${at}`}>
            <span className="muted">
              <Moment atMs={entry.atMs} />
            </span>
            <HostileText text={entry.text} />
          </li>
        ))}
      </ol>
    </section>
  );
}
