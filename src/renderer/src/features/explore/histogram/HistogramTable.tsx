import type { ReactElement } from 'react';
import type { Histogram } from '#shared/model/histogram.ts';
import { severities } from '#shared/model/vocabulary.ts';
import { formatCount, severityWords } from '../../../text/words.ts';
import { describeStretch, totalOf } from './bars.ts';

const columns = severities.toReversed();

/** The same numbers for who does not see the bars; empty buckets are left out. */
export function HistogramTable(props: { readonly histogram: Histogram; readonly caption: string }): ReactElement {
  const { buckets, unit } = props.histogram;
  return (
    <div className="visually-hidden">
      <table>
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{unit} (UTC)</th>
            <th scope="col">indicators</th>
            {columns.map((severity) => (
              <th key={severity} scope="col">
                {severityWords[severity]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets
            .filter((bucket) => totalOf(bucket) > 0)
            .map((bucket) => (
              <tr key={bucket.fromMs}>
                <th scope="row">{describeStretch(bucket, bucket, unit)}</th>
                <td>{formatCount(totalOf(bucket))}</td>
                {columns.map((severity) => (
                  <td key={severity}>{formatCount(bucket.counts[severity])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
