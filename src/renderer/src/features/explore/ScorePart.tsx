import type { ReactElement } from 'react';
import type { IndicatorDetail, Observation } from '#shared/model/indicator.ts';
import { useNow } from '../../app/clock.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { SeverityMark } from '../../components/Marks.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { countOf } from '../../text/words.ts';
import { findScoreOrigin, type RecordStanding, type ScoreOrigin } from './score-origin.ts';

const standingWords: Readonly<Record<RecordStanding, string>> = {
  live: '',
  expired: 'expired',
  gone: 'gone at vendor',
};

function Names(props: { readonly observations: readonly Observation[] }): ReactElement {
  const vendors = [...new Set(props.observations.map(({ vendor }) => vendor))];
  return (
    <>
      {vendors.map((vendor, at) => (
        <span key={vendor}>
          {at === 0 ? '' : ' and '}
          <VendorName vendor={vendor} />
        </span>
      ))}
      {vendors.length > 1 ? ' say so' : ' says so'}
    </>
  );
}

/** Record by record: what the vendor says in its own scale, the same from 0 to 100, and why it counts or not. */
function Reasons(props: { readonly origin: ScoreOrigin }): ReactElement {
  const { parts, isLive } = props.origin;
  return (
    <details className="score-reasons">
      <summary>How the number came about</summary>
      <table className="dense">
        <thead>
          <tr>
            <th>Record</th>
            <th>In its words</th>
            <th className="number">0–100</th>
            <th>Counts</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ observation, standing, isDecisive }) => (
            <tr key={observation.id}>
              <td>
                <VendorName vendor={observation.vendor} />
              </td>
              <td>{observation.vendorScore === null ? '–' : <HostileText text={observation.vendorScore} inCell />}</td>
              <td className="number">{observation.score ?? '–'}</td>
              <td>
                {isDecisive
                  ? 'highest'
                  : observation.score === null
                    ? 'no score'
                    : isLive
                      ? standingWords[standing]
                      : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {isLive
          ? 'The highest of the live records counts; expired ones and those gone at the vendor do not.'
          : 'No record is live: this is the highest of the moment at which one last was.'}
      </p>
    </details>
  );
}

/** The score, whose it is, and how it came about. */
export function ScorePart(props: { readonly detail: IndicatorDetail }): ReactElement {
  const { detail } = props;
  const origin = findScoreOrigin(detail, useNow());
  return (
    <>
      <div className="detail-score">
        <SeverityMark severity={detail.severity} score={detail.score} />
        <span className="muted">
          {detail.score === null ? (
            'No vendor gave it a score.'
          ) : (
            <>
              <Names observations={origin.from} />
              {origin.considered > 1 ? `, the highest of ${countOf(origin.considered, 'record')}` : ''}
              {origin.isLive ? '' : '; last known, no record is live'}
            </>
          )}
        </span>
      </div>
      {detail.score === null ? null : <Reasons origin={origin} />}
    </>
  );
}
