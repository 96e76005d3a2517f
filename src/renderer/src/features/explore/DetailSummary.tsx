import { Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorDetail, Observation } from '#shared/model/indicator.ts';
import type { IndicatorFlag } from '#shared/model/vocabulary.ts';
import { useNow } from '../../app/clock.tsx';
import { useVendorCards } from '../../bridge/use-details.ts';
import { useListTitles } from '../../bridge/use-lists.ts';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Ago, Moment } from '../../components/Moment.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { remarkHost } from '../../text/host-remarks.ts';
import { flagWords } from '../../text/words.ts';
import { TagsField } from '../tags/TagsField.tsx';
import { CaseConclusions } from './CaseConclusions.tsx';
import { sayHosts } from './EstatePart.tsx';
import { ScorePart } from './ScorePart.tsx';
import { findDisagreement } from './score-origin.ts';

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

/** One side of a disagreement: `Datadog (score 95)`. */
function Side(props: { readonly observations: readonly Observation[] }): ReactElement {
  return (
    <>
      {props.observations.map(({ id, vendor, score }, at) => (
        <span key={id}>
          {at === 0 ? '' : ', '}
          <VendorName vendor={vendor} />
          {score === null ? '' : ` (score ${score})`}
        </span>
      ))}
    </>
  );
}

/** Who contradicts whom. */
function Disagreement(props: { readonly detail: IndicatorDetail }): ReactElement {
  const { calm, alarmed } = findDisagreement(props.detail, useNow());
  if (calm.length === 0) return <>{flagWords.conflicting.long}</>;
  return (
    <>
      Vendors disagree: <Side observations={calm} /> {calm.length > 1 ? 'allow it or call' : 'allows it or calls'} it
      harmless, while <Side observations={alarmed} /> {alarmed.length > 1 ? 'score' : 'scores'} it high.
    </>
  );
}

function FlagSentence(props: { readonly flag: IndicatorFlag; readonly detail: IndicatorDetail }): ReactElement {
  switch (props.flag) {
    case 'listed':
      return <Listed detail={props.detail} />;
    case 'conflicting':
      return <Disagreement detail={props.detail} />;
    default:
      return <>{flagWords[props.flag].long}</>;
  }
}

/** Score and whose it is, what is odd about the value, what is true of it as a whole. */
export function DetailSummary(props: { readonly detail: IndicatorDetail; readonly onTag: () => void }): ReactElement {
  const { detail } = props;
  return (
    <section className="detail-summary" aria-label="Summary">
      <ScorePart detail={detail} />
      {detail.flags.map((flag) => (
        <Callout
          key={flag}
          compact
          intent={flag === 'conflicting' || flag === 'listed' ? 'warning' : 'none'}
          icon={false}
          className="detail-note"
        >
          <FlagSentence flag={flag} detail={detail} />
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
            <CaseConclusions numbers={detail.cases} />
            {detail.verdict === 'unknown' ? null : <span className="muted">Last judged {detail.verdict}</span>}
          </Field>
        )}
      </Fields>
    </section>
  );
}
