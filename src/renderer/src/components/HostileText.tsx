import { memo, type ReactElement, useState } from 'react';
import { segmentText, type TextSegment } from '../text/hostile-text.ts';
import { formatCount } from '../text/words.ts';
import './hostile-text.css';

/** Most characters of foreign text shown without being asked. */
const shortLimit = 500;

/** See {@link HostileText}. */
export interface HostileTextProps {
  readonly text: string;
  /** Fixed-width letters, for values and raw records. */
  readonly mono?: boolean;
  /** Line feeds break the line instead of being marked. */
  readonly multiline?: boolean;
  /** In a table cell there is no room for "show all"; the detail panel has it. */
  readonly inCell?: boolean;
}

function showSegment(segment: TextSegment, index: number): ReactElement | string {
  if (segment.kind === 'plain') return segment.text;
  if (segment.kind === 'break') return <br key={index} />;
  return (
    <span key={index} className="hostile-mark" title={segment.name}>
      {segment.label}
    </span>
  );
}

/**
 * The one way foreign text (vendors, imports, notes) reaches the screen: as React text, isolated in its direction, with
 * everything invisible marked by its code point, cut at 500 characters until asked for all, and never a link.
 */
export const HostileText = memo(function HostileText(props: HostileTextProps): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const limit = isOpen ? Number.POSITIVE_INFINITY : shortLimit;
  const { segments, hiddenLength } = segmentText(props.text, { limit, multiline: props.multiline ?? false });
  return (
    <>
      <bdi className={props.mono ? 'hostile-text mono' : 'hostile-text'} translate="no">
        {segments.map(showSegment)}
        {hiddenLength > 0 ? '…' : null}
      </bdi>
      {hiddenLength > 0 && !props.inCell ? (
        <button type="button" className="hostile-more" onClick={() => setIsOpen(true)}>
          show all ({formatCount(hiddenLength)} more)
        </button>
      ) : null}
    </>
  );
});
