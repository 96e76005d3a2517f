import type { ReactElement } from 'react';
import type { TagEntry } from '#shared/model/tag.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Moment } from '../../components/Moment.tsx';
import './tags.css';

/** Who put which tag on or took it off, newest first; nothing where nobody did. */
export function TagHistory(props: { readonly entries: readonly TagEntry[] }): ReactElement | null {
  if (props.entries.length === 0) return null;
  return (
    <section aria-label="Own tags" className="tag-history">
      <h3 className="section-title">Own tags</h3>
      <ol className="plain-list">
        {props.entries.toReversed().map(({ name, change, by, atMs }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are never changed or removed; two may share a millisecond
          <li key={`${atMs} ${at}`} className="detail-line">
            <span className={`mark ${change === 'added' ? 'diff-added' : 'diff-removed'}`}>
              {change === 'added' ? '+' : '−'} <HostileText text={name} inCell />
            </span>
            <span className="muted">
              <HostileText text={by} inCell />
            </span>
            <span className="grow" />
            <span className="muted">
              <Moment atMs={atMs} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
