import { memo, type ReactElement, type ReactNode, useState } from 'react';
import { type SegmentedText, segmentText, type TextSegment } from '../text/hostile-text.ts';
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

/** One plain stretch, as nearly all are, is handed over as it is: React then changes the text of the element in its place. */
function showSegments({ segments, hiddenLength }: SegmentedText): ReactNode {
  const [only, ...others] = segments;
  if (only?.kind === 'plain' && others.length === 0 && hiddenLength === 0) return only.text;
  return [...segments.map(showSegment), hiddenLength > 0 ? '…' : null];
}

function drawText(text: SegmentedText, isMono: boolean, place?: number): ReactElement {
  return (
    <bdi key={place} className={isMono ? 'hostile-text mono' : 'hostile-text'} translate="no">
      {showSegments(text)}
    </bdi>
  );
}

/**
 * What {@link HostileText} shows in a cell; without a component of its own, for a table of which a screen has hundreds.
 * @param place among others like it.
 */
export function drawForeign(text: string, isMono = false, place?: number): ReactElement {
  return drawText(segmentText(text, { limit: shortLimit, multiline: false }), isMono, place);
}

/**
 * The one way foreign text (vendors, imports, notes) reaches the screen: as React text, isolated in its direction, with
 * everything invisible marked by its code point, cut at its limit until asked for all, and never a link.
 */
export const HostileText = memo(function HostileText(props: HostileTextProps): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const shown = props.limit ?? shortLimit;
  const limit = isOpen ? Number.POSITIVE_INFINITY : shown;
  const segmented = segmentText(props.text, { limit, multiline: props.multiline ?? false });
  const { hiddenLength } = segmented;
  const isLong = hiddenLength > 0 || (isOpen && props.text.length > shown);
  return (
    <>
      {drawText(segmented, props.mono ?? false)}
      {isLong && !props.inCell ? (
        <button type="button" className="hostile-more" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'show less' : `show all (${formatCount(hiddenLength)} more)`}
        </button>
      ) : null}
    </>
  );
});
