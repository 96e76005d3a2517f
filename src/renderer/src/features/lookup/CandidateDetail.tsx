import { Button, ButtonGroup } from '@blueprintjs/core';
import { ChevronDownIcon, ChevronUpIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { LookupRow } from '#shared/contract/lookup-schemas.ts';
import { severityOfScore } from '#shared/model/vocabulary.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCandidatePlaces } from '../../bridge/use-lookup.ts';
import { CopyButtons } from '../../components/CopyButtons.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { LookupMark, SeverityMark, TypeMark, VerdictMark } from '../../components/Marks.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { formatCount } from '../../text/words.ts';
import { shownValue } from './use-candidate-actions.ts';

type Known = NonNullable<LookupRow['known']>;

function Opinions(props: { readonly known: Known }): ReactElement {
  const { opinions } = props.known;
  if (opinions.length === 0) return <p className="muted">No vendor has a record of it.</p>;
  return (
    <table className="dense opinions">
      <tbody>
        {opinions.map((opinion, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one connection may say several things, always in this order
          <tr key={at} className={opinion.isLive ? undefined : 'muted'}>
            <td>
              <VendorName vendor={opinion.vendor} />
            </td>
            <td>
              <SeverityMark severity={opinion.severity ?? severityOfScore(opinion.score)} score={opinion.score} />
            </td>
            <td>
              <HostileText text={describeOpinion(opinion)} inCell />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function describeOpinion({ action, isBenign, isLive, vendorScore, connection }: Known['opinions'][number]): string {
  const parts = [connection];
  if (vendorScore !== null) parts.push(`says ${vendorScore}`);
  if (action !== null) parts.push(action);
  if (isBenign) parts.push('harmless');
  if (!isLive) parts.push('no longer');
  return parts.join(' · ');
}

function Recall(props: { readonly known: Known }): ReactElement | null {
  const { cases, verdict } = props.known.summary;
  const navigation = useNavigation();
  if (cases.length === 0 && verdict === 'unknown') return null;
  return (
    <p className="candidate-recall">
      {verdict === 'unknown' ? null : (
        <>
          Last judged <VerdictMark verdict={verdict} />{' '}
        </>
      )}
      {cases.length === 0 ? null : 'In '}
      {cases.map((number, at) => (
        <span key={number}>
          {at === 0 ? '' : ', '}
          <button type="button" className="link-button" onClick={() => navigation.go({ screen: 'cases', number })}>
            {number}
          </button>
        </span>
      ))}
    </p>
  );
}

/** What is known about a candidate, and the way through its places. */
export function CandidateDetail(props: {
  readonly id: number;
  readonly row: LookupRow;
  /** Which of its places is shown; -1 for one that was pointed at in the text. */
  readonly at: number;
  readonly onPlace: (at: number, row: number | null) => void;
  readonly onOpen: () => void;
}): ReactElement {
  const { row, at } = props;
  const places = useCandidatePlaces(props.id, row.index).data ?? [];
  const go = (to: number): void => props.onPlace(to, places[to]?.row ?? null);
  const told = places.length === row.total ? '' : ` (the first ${formatCount(places.length)} can be shown)`;
  return (
    <div className="candidate-detail">
      <h2>
        <HostileText text={shownValue(row)} mono />
      </h2>
      <div className="candidate-facts">
        <LookupMark status={row.status} />
        <TypeMark type={row.type} />
        <CopyButtons type={row.type} value={shownValue(row)} />
        {row.known === null ? null : (
          <Button size="small" variant="minimal" onClick={props.onOpen}>
            Open in Explore
          </Button>
        )}
      </div>
      {row.reason === null ? null : <p>{row.reason}</p>}
      {row.lists.length === 0 ? null : (
        <p className="candidate-lists">
          Listed as harmless: <HostileText text={row.lists.join('; ')} />
        </p>
      )}
      {row.known === null ? null : <Recall known={row.known} />}
      {row.known === null ? null : <Opinions known={row.known} />}
      <div className="candidate-places">
        <span className="muted">
          {at < 0 ? `${formatCount(row.total)} places` : `Place ${formatCount(at + 1)} of ${formatCount(row.total)}`}
          {told}
        </span>
        <ButtonGroup variant="minimal" size="small">
          <Button
            aria-label="Place before"
            icon={<ChevronUpIcon size={14} />}
            disabled={at <= 0}
            onClick={() => go(at - 1)}
          />
          <Button
            aria-label="Next place"
            icon={<ChevronDownIcon size={14} />}
            disabled={at >= places.length - 1}
            onClick={() => go(at + 1)}
          />
        </ButtonGroup>
        {row.input === row.value ? null : (
          <span className="muted ellipsis">
            written <HostileText text={row.input} mono inCell />
          </span>
        )}
      </div>
    </div>
  );
}
