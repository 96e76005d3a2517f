import { memo, type ReactElement, useState } from 'react';
import { segmentText, type TextSegment } from '../text/hostile-text.ts';
import { formatCount } from '../text/words.ts';
import './hostile-text.css';

/** Most characters of foreign text shown without being asked. */
const shortLimit = 500;
/** The same for a value that stands as a title: three or four lines of a panel. */
export const titleLimit = 140;

/** See {@link HostileText}. */
export interface HostileTextProps {
  readonly text: string;
  /** Fixed-width letters, for values and raw records. */
  readonly mono?: boolean;
  /** Line feeds break the line instead of being marked. */
  readonly multiline?: boolean;
  /** In a table cell there is no room for "show all"; the detail panel has it. */
  readonly inCell?: boolean;
  /** Characters shown before "show all"; 500 unless told. */
  readonly limit?: number;
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
 * everything invisible marked by its code point, cut at its limit until asked for all, and never a link.
 */
export const HostileText = memo(function HostileText(props: HostileTextProps): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const shown = props.limit ?? shortLimit;
  const limit = isOpen ? Number.POSITIVE_INFINITY : shown;
  const { segments, hiddenLength } = segmentText(props.text, { limit, multiline: props.multiline ?? false });
  const isLong = hiddenLength > 0 || (isOpen && props.text.length > shown);
  return (
    <>
      <bdi className={props.mono ? 'hostile-text mono' : 'hostile-text'} translate="no">
        {segments.map(showSegment)}
        {hiddenLength > 0 ? '…' : null}
      </bdi>
      {isLong && !props.inCell ? (
        <button type="button" className="hostile-more" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'show less' : `show all (${formatCount(hiddenLength)} more)`}
        </button>
      ) : null}
    </>
  );
});
