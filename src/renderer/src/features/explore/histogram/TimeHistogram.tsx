import { Button } from '@blueprintjs/core';
import { ChevronDownIcon, ChevronRightIcon, CrossIcon, WarningSignIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { Histogram } from '#shared/model/histogram.ts';
import { type HistogramField, histogramFields } from '#shared/model/histogram-units.ts';
import { severities } from '#shared/model/vocabulary.ts';
import { useHistogram } from '../../../bridge/use-indicators.ts';
import { errorText, errorTitle, isQueryError } from '../../../components/error-text.ts';
import { useLasting } from '../../../components/use-lasting.ts';
import { formatCount, severityWords } from '../../../text/words.ts';
import { hasRange, writeRange } from '../query-text.ts';
import type { SetQuery } from '../use-explore.ts';
import { staleAfterMs } from '../use-results.ts';
import { totalOf, writeStretch } from './bars.ts';
import { HistogramPlot } from './HistogramPlot.tsx';
import { HistogramTable } from './HistogramTable.tsx';
import type { HistogramChoice } from './use-histogram-choice.ts';
import './histogram.css';

const fieldWords: Readonly<Record<HistogramField, string>> = { last_seen: 'Last seen', first_seen: 'First seen' };

function describeOutside({ earlier, later, missing }: Histogram): string {
  return [
    ...(earlier > 0 ? [`${formatCount(earlier)} earlier`] : []),
    ...(later > 0 ? [`${formatCount(later)} later`] : []),
    ...(missing > 0 ? [`${formatCount(missing)} without a date`] : []),
  ].join(', ');
}

function Legend(): ReactElement {
  return (
    <span className="histogram-legend" aria-hidden="true">
      {severities.toReversed().map((severity) => (
        <span key={severity}>
          <span className={`histogram-dot bar-${severity}`} />
          {severityWords[severity]}
        </span>
      ))}
    </span>
  );
}

function Body(props: {
  readonly answer: ReturnType<typeof useHistogram>;
  readonly onPick: (fromMs: number, toMs: number) => void;
}): ReactElement | null {
  const { data, error, refetch } = props.answer;
  if (error !== null && !isQueryError(error)) {
    return (
      <div className="histogram-note" role="alert" title={errorTitle(error)}>
        <WarningSignIcon size={12} /> Not counted over time: {errorText(error)}{' '}
        <button type="button" className="link-button" onClick={() => void refetch()}>
          Try again
        </button>
      </div>
    );
  }
  if (data === undefined) return <div className="histogram-waiting" role="status" aria-label="Counting over time" />;
  const words = fieldWords[data.field].toLowerCase();
  if (data.buckets.length === 0) {
    const isNothing = data.missing + data.earlier + data.later === 0;
    return (
      <div className="histogram-note">
        {isNothing ? 'Nothing to count.' : `No vendor says when these were ${words}.`}
      </div>
    );
  }
  const label = `Indicators by ${words}, per ${data.unit}`;
  return (
    <>
      <HistogramPlot
        histogram={data}
        label={label}
        onPick={({ first, last }) => {
          const [from, to] = [data.buckets[first], data.buckets[last]];
          if (from !== undefined && to !== undefined) props.onPick(from.fromMs, to.toMs);
        }}
      />
      <HistogramTable histogram={data} caption={label} />
    </>
  );
}

/** The result over time, stacked by severity. What is picked in it is written into the query, where it can be read and edited. */
export function TimeHistogram(props: {
  /** The query whose rows are shown. */
  readonly query: string;
  /** False while rows are on their way: the bars stay those that were last asked for. */
  readonly isAsked: boolean;
  readonly isStale: boolean;
  readonly choice: HistogramChoice;
  readonly setQuery: SetQuery;
}): ReactElement {
  const { query, choice, isStale, setQuery } = props;
  const { field, isOpen } = choice;
  const answer = useHistogram(props.isAsked ? query : null, isOpen ? field : null);
  const { data } = answer;
  const isOld = useLasting(isStale || answer.isPlaceholderData, staleAfterMs);
  return (
    <section className={isOld ? 'histogram is-stale' : 'histogram'} aria-label="Over time">
      <div className="histogram-head">
        <Button
          variant="minimal"
          size="small"
          aria-expanded={isOpen}
          title={isOpen ? 'Hide the histogram (H)' : 'Show the histogram (H)'}
          icon={isOpen ? <ChevronDownIcon size={14} /> : <ChevronRightIcon size={14} />}
          onClick={choice.toggle}
        >
          Over time
        </Button>
        {isOpen ? (
          <>
            <fieldset className="histogram-fields" aria-label="Time to count by">
              {histogramFields.map((name) => (
                <button key={name} type="button" aria-pressed={name === field} onClick={() => choice.setField(name)}>
                  {fieldWords[name]}
                </button>
              ))}
            </fieldset>
            {data === undefined || data.buckets.length === 0 ? null : (
              <span className="muted">
                per {data.unit} (UTC), up to {formatCount(Math.max(...data.buckets.map(totalOf)))}
              </span>
            )}
            {data === undefined ? null : <span className="muted histogram-outside">{describeOutside(data)}</span>}
            <span className="grow" />
            <Legend />
          </>
        ) : null}
        {hasRange(query, field) ? (
          <Button
            variant="minimal"
            size="small"
            icon={<CrossIcon size={12} />}
            onClick={() => setQuery((now) => writeRange(now, field, undefined), 'push')}
          >
            Clear range
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <Body
          answer={answer}
          onPick={(fromMs, toMs) => setQuery((now) => writeRange(now, field, writeStretch(fromMs, toMs)), 'push')}
        />
      ) : null}
    </section>
  );
}
