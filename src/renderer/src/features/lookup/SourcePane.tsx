import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import type { LookupSourceRow } from '#shared/contract/lookup-schemas.ts';
import { sourcePageSize, useSourcePages } from '../../bridge/use-lookup.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { pagesOf, type RowRange, rowAt } from '../explore/result-window.ts';

/** Of a row that is not wrapped, px; the others are measured. */
const rowHeight = 20;

interface SourcePaneProps {
  readonly id: number;
  readonly rowCount: number;
  /** The row to have in sight; null where the text of the candidate is not shown. */
  readonly row: number | null;
  /** The candidate to mark. */
  readonly index: number | undefined;
  /** A candidate was pointed at in the text. */
  readonly onPoint: (index: number, row: number) => void;
}

/** The text that was looked up, as text: nothing in it is a link, candidates are marked and can be pointed at. */
export function SourcePane(props: SourcePaneProps): ReactElement {
  if (props.rowCount === 0) return <p className="source-none muted">There is no text to show.</p>;
  return <SourceRows {...props} />;
}

function SourceRows({ id, rowCount, row, index, onPoint }: SourcePaneProps): ReactElement {
  const box = useRef<HTMLElement>(null);
  const [range, setRange] = useState<RowRange>({ first: 0, last: 40 });
  const numbers = useMemo(() => pagesOf(range, rowCount, sourcePageSize), [range, rowCount]);
  const { pages, error, retry } = useSourcePages(id, numbers);
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => setRange({ first, last }), [first, last]);
  const isThere = row !== null && rowAt(pages, row, sourcePageSize) !== undefined;
  /** The row that was gone to last with its text around it: afterwards the scrolling is the reader's. */
  const reached = useRef<number>(null);
  useEffect(() => {
    if (row !== null && reached.current === row) return;
    reached.current = isThere ? row : null;
    // Once more when its text is there: wrapped lines are higher than those that were waited for.
    if (row !== null) virtualizer.scrollToIndex(row, { align: 'center' });
  }, [virtualizer, row, isThere]);
  if (error !== null) return <ErrorNote error={error} onRetry={retry} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls can be scrolled by keyboard too
    <section className="source" aria-label="Text" tabIndex={0} ref={box}>
      <div className="source-rows" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {items.map((item) => {
          const shown = rowAt(pages, item.index, sourcePageSize);
          const before = rowAt(pages, item.index - 1, sourcePageSize);
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="source-row"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {shown === undefined ? null : (
                <SourceLine
                  row={shown}
                  before={before}
                  index={index}
                  isCurrent={item.index === row}
                  onPoint={(pointed) => onPoint(pointed, item.index)}
                />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** Where a row is, told where it differs from the row before. */
function sectionOf(row: LookupSourceRow, before: LookupSourceRow | undefined): string | undefined {
  const isSameFile = before?.file === row.file;
  if (isSameFile && before.place === row.place) return undefined;
  const place = row.place ?? '';
  if (isSameFile) return place;
  return place === '' ? row.file : `${row.file} › ${place}`;
}

function SourceLine(props: {
  readonly row: LookupSourceRow;
  readonly before: LookupSourceRow | undefined;
  readonly index: number | undefined;
  readonly isCurrent: boolean;
  readonly onPoint: (index: number) => void;
}): ReactElement {
  const { row } = props;
  const section = sectionOf(row, props.before);
  return (
    <>
      <span className="source-line">{props.before?.line === row.line && section === undefined ? '' : row.line}</span>
      <span className="source-text mono">
        {section === undefined || section === '' ? null : (
          <span className="source-section">
            <HostileText text={section} inCell />
          </span>
        )}
        {row.stretches.map((stretch, at) =>
          stretch.index === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of a row never change
            <HostileText key={at} text={stretch.text} inCell />
          ) : (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={at}
              type="button"
              tabIndex={-1}
              className={stretch.index === props.index ? 'source-mark is-current' : 'source-mark'}
              aria-current={stretch.index === props.index && props.isCurrent ? 'location' : undefined}
              onClick={() => props.onPoint(stretch.index ?? 0)}
            >
              <span className="source-found">
                <HostileText text={stretch.text} inCell />
              </span>
            </button>
          ),
        )}
      </span>
    </>
  );
}
