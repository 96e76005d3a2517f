import { type ReactElement, useMemo } from 'react';
import type { Histogram } from '#shared/model/histogram.ts';
import { type Severity, severities } from '#shared/model/vocabulary.ts';
import { useElementWidth } from '../../../components/use-element-width.ts';
import { countOf, formatCount, severityWords } from '../../../text/words.ts';
import { type BarLayout, bucketAt, describeStretch, labelOf, layOutBars } from './bars.ts';
import { type Stretch, useBrush } from './use-brush.ts';

/** Height of the bars, px. */
const plotHeight = 56;
/** Half of the tooltip, px: it stays within the plot. */
const halfTip = 110;

function describeBuckets({ buckets, unit }: Histogram, { first, last }: Stretch): string {
  const [from, to] = [buckets[first], buckets[last]];
  return from === undefined || to === undefined ? '' : describeStretch(from, to, unit);
}

function countSeverities({ buckets }: Histogram, { first, last }: Stretch): readonly (readonly [Severity, number])[] {
  const picked = buckets.slice(first, last + 1);
  return severities
    .toReversed()
    .map((severity) => [severity, picked.reduce((sum, { counts }) => sum + counts[severity], 0)] as const)
    .filter(([, count]) => count > 0);
}

/** What a stretch holds, in one sentence. */
function sayStretch(histogram: Histogram, stretch: Stretch): string {
  const parts = countSeverities(histogram, stretch);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  const bySeverity = parts.map(([severity, count]) => `${formatCount(count)} ${severity}`).join(', ');
  return `${describeBuckets(histogram, stretch)}: ${countOf(total, 'indicator')}${total === 0 ? '' : ` (${bySeverity})`}`;
}

function Tip(props: {
  readonly histogram: Histogram;
  readonly stretch: Stretch;
  readonly layout: BarLayout;
  readonly width: number;
}): ReactElement {
  const { histogram, stretch, layout, width } = props;
  const parts = countSeverities(histogram, stretch);
  const middle = ((stretch.first + stretch.last + 1) / 2) * layout.slot;
  const left = Math.max(halfTip, Math.min(width - halfTip, middle));
  return (
    <div className="histogram-tip" style={{ left: `${left}px` }} aria-hidden="true">
      <div className="histogram-tip-title">{describeBuckets(histogram, stretch)}</div>
      <div className="histogram-tip-total">
        {countOf(
          parts.reduce((sum, [, count]) => sum + count, 0),
          'indicator',
        )}
      </div>
      {parts.map(([severity, count]) => (
        <div key={severity} className="histogram-tip-line">
          <span className={`histogram-dot bar-${severity}`} />
          <span className="grow">{severityWords[severity]}</span>
          <span className="number">{formatCount(count)}</span>
        </div>
      ))}
    </div>
  );
}

function Bars(props: { readonly layout: BarLayout }): ReactElement {
  return (
    <>
      {props.layout.bars.flatMap(({ fromMs, x, width, parts }) =>
        parts.map(({ severity, y, height }) => (
          <rect
            key={`${fromMs} ${severity}`}
            className={`bar-${severity}`}
            x={x.toFixed(2)}
            y={y.toFixed(2)}
            width={width.toFixed(2)}
            height={height.toFixed(2)}
          />
        )),
      )}
    </>
  );
}

function Marked(props: { readonly stretch: Stretch; readonly layout: BarLayout; readonly kind: string }): ReactElement {
  const { first, last } = props.stretch;
  const { slot } = props.layout;
  return <rect className={props.kind} x={first * slot} y={0} width={(last - first + 1) * slot} height={plotHeight} />;
}

/** The bars, and picking some of them. One slider for the keys: its value is a bucket. */
export function HistogramPlot(props: {
  readonly histogram: Histogram;
  readonly label: string;
  readonly onPick: (stretch: Stretch) => void;
}): ReactElement {
  const { histogram } = props;
  const { buckets, unit } = histogram;
  const [measured, measure] = useElementWidth();
  const width = measured ?? 0;
  const layout = useMemo(() => layOutBars(buckets, width, plotHeight), [buckets, width]);
  const brush = useBrush({ count: buckets.length, bucketAt: (x) => bucketAt(layout, x), onPick: props.onPick });
  const pointed = brush.at === undefined ? undefined : { first: brush.at, last: brush.at };
  const spoken = brush.stretch ?? pointed;
  return (
    <div className="histogram-body">
      <div
        ref={measure}
        className="histogram-plot"
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-description="Arrow keys go from bar to bar, with Shift they pick several, Enter writes the range into the query."
        aria-valuemin={1}
        aria-valuemax={buckets.length}
        aria-valuenow={(brush.at ?? buckets.length - 1) + 1}
        aria-valuetext={sayStretch(histogram, spoken ?? { first: 0, last: buckets.length - 1 })}
        {...brush.handlers}
      >
        <svg width={width} height={plotHeight} aria-hidden="true" focusable="false">
          {pointed === undefined ? null : <Marked stretch={pointed} layout={layout} kind="histogram-pointed" />}
          {brush.stretch === undefined ? null : (
            <Marked stretch={brush.stretch} layout={layout} kind="histogram-picked" />
          )}
          <Bars layout={layout} />
        </svg>
      </div>
      <div className="histogram-axis" aria-hidden="true">
        {layout.labelled.map((at, nth) => {
          const bucket = buckets[at];
          const nextTo = nth === 0 ? buckets.at(-1) : buckets[layout.labelled[nth - 1] ?? 0];
          return bucket === undefined ? null : (
            <span key={bucket.fromMs} style={{ left: `${at * layout.slot}px` }}>
              {labelOf(bucket, unit, nextTo)}
            </span>
          );
        })}
      </div>
      {spoken === undefined ? null : <Tip histogram={histogram} stretch={spoken} layout={layout} width={width} />}
    </div>
  );
}
