import type { ReactElement } from 'react';
import type { Case } from '#shared/model/case.ts';
import { useCaseTimeline } from '../../bridge/use-case-log.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { ShortMoment } from '../../components/Moment.tsx';
import { formatCount } from '../../text/words.ts';
import { OlderEntries } from './OlderEntries.tsx';

/** What happened in the case, newest first; written by the application with each change. */
export function CaseTimeline(props: { readonly one: Case }): ReactElement {
  const { number, timelineCount } = props.one;
  const log = useCaseTimeline(number);
  return (
    <section className="case-section" aria-label="Timeline">
      <h2 className="section-title">
        Timeline <span>{formatCount(timelineCount)}</span>
      </h2>
      <ol className="timeline">
        {log.entries.map((entry) => (
          <li key={entry.id}>
            <span className="muted">
              <ShortMoment atMs={entry.atMs} />
            </span>
            <HostileText text={entry.text} />
          </li>
        ))}
      </ol>
      <OlderEntries log={log} total={timelineCount} />
    </section>
  );
}
