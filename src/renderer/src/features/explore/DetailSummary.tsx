import { Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { useNow } from '../../app/clock.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { useVendorCards } from '../../bridge/use-details.ts';
import { useListTitles } from '../../bridge/use-lists.ts';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { SeverityMark } from '../../components/Marks.tsx';
import { Ago, Moment } from '../../components/Moment.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { remarkHost } from '../../text/host-remarks.ts';
import { countOf, flagWords } from '../../text/words.ts';
import { TagsField } from '../tags/TagsField.tsx';
import { sayHosts } from './EstatePart.tsx';
import { findScoreOrigin } from './score-origin.ts';

function ScoreLine(props: { readonly detail: IndicatorDetail }): ReactElement {
  const { detail } = props;
  const origin = findScoreOrigin(detail, useNow());
  const vendors = [...new Set(origin.from.map((observation) => observation.vendor))];
  return (
    <div className="detail-score">
      <SeverityMark severity={detail.severity} score={detail.score} />
      <span className="muted">
        {detail.score === null ? (
          'No vendor gave it a score.'
        ) : (
          <>
            {vendors.map((vendor, at) => (
              <span key={vendor}>
                {at === 0 ? '' : ' and '}
                <VendorName vendor={vendor} />
              </span>
            ))}
            {vendors.length > 1 ? ' say so' : ' says so'}
            {origin.considered > 1 ? `, the highest of ${countOf(origin.considered, 'record')}` : ''}
            {origin.isLive ? '' : '; last known, no record is live'}
          </>
        )}
      </span>
    </div>
  );
}

function Disguises(props: { readonly detail: IndicatorDetail }): ReactElement | null {
  const { unicodeHost, remarks } = remarkHost(props.detail.type, props.detail.value);
  if (remarks.length === 0 && unicodeHost === undefined) return null;
  return (
    <Callout compact intent="warning" className="detail-note" icon={false}>
      {unicodeHost === undefined ? null : (
        <p>
          Reads as <HostileText text={unicodeHost} mono />
        </p>
      )}
      {remarks.length === 0 ? null : <p>Look closely: {remarks.join('; ')}.</p>}
    </Callout>
  );
}

function CaseLinks(props: { readonly cases: readonly string[] }): ReactElement {
  const navigation = useNavigation();
  return (
    <>
      {props.cases.map((number, at) => (
        <span key={number}>
          {at === 0 ? '' : ', '}
          <button type="button" className="link-button" onClick={() => navigation.go({ screen: 'cases', number })}>
            {number}
          </button>
        </span>
      ))}
    </>
  );
}

/** One line on where it was seen; nothing where no vendor was asked, or none counts hosts. */
function SeenIn(props: { readonly id: IndicatorId }): ReactElement | null {
  const cards = useVendorCards(props.id).data ?? [];
  const seen = cards.flatMap(({ connectionId, fetchedAtMs, detail }) =>
    detail === null || detail.estate === null ? [] : [{ connectionId, fetchedAtMs, estate: detail.estate }],
  );
  if (seen.length === 0) return null;
  return (
    <Field name="In our estate">
      {seen.map(({ connectionId, fetchedAtMs, estate }, at) => (
        <span key={connectionId}>
          {at === 0 ? '' : '; '}
          {sayHosts(estate)}{' '}
          <span className="muted">
            <Ago atMs={fetchedAtMs} />
          </span>
        </span>
      ))}
    </Field>
  );
}

/** On which lists of harmless values it stands. */
function Listed(props: { readonly detail: IndicatorDetail }): ReactElement {
  const titles = useListTitles(props.detail, true);
  if (titles.length === 0) return <>{flagWords.listed.long}</>;
  return (
    <>
      Listed as harmless: <HostileText text={titles.join('; ')} />. Check before acting on it.
    </>
  );
}

/** Score and whose it is, what is odd about the value, what is true of it as a whole. */
export function DetailSummary(props: { readonly detail: IndicatorDetail; readonly onTag: () => void }): ReactElement {
  const { detail } = props;
  return (
    <section className="detail-summary" aria-label="Summary">
      <ScoreLine detail={detail} />
      {detail.flags.map((flag) => (
        <Callout
          key={flag}
          compact
          intent={flag === 'conflicting' || flag === 'listed' ? 'warning' : 'none'}
          icon={false}
          className="detail-note"
        >
          {flag === 'listed' ? <Listed detail={detail} /> : flagWords[flag].long}
        </Callout>
      ))}
      <Disguises detail={detail} />
      <Fields>
        <Field name="First seen">
          <Moment atMs={detail.firstSeenMs} />
        </Field>
        <Field name="Last seen">
          <Moment atMs={detail.lastSeenMs} />{' '}
          <span className="muted">
            <Ago atMs={detail.lastSeenMs} never="" />
          </span>
        </Field>
        {detail.expiresAtMs === null ? null : (
          <Field name="Expires">
            <Moment atMs={detail.expiresAtMs} />
          </Field>
        )}
        <TagsField detail={detail} onTag={props.onTag} />
        <SeenIn id={detail.id} />
        {detail.cases.length === 0 ? null : (
          <Field name="Cases">
            <CaseLinks cases={detail.cases} />
            {detail.verdict === 'unknown' ? null : <span className="muted"> · last judged {detail.verdict}</span>}
          </Field>
        )}
      </Fields>
    </section>
  );
}
