import { type ReactElement, useState } from 'react';
import type { Pivot } from '#shared/model/pivot.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNavigation } from '../../../app/navigation.tsx';
import { HostileText } from '../../../components/HostileText.tsx';
import { countOf, formatCount, pivotWords } from '../../../text/words.ts';

const shortLimit = 12;
/** A name that is read aloud: the whole of it stands on the screen. */
const spokenLimit = 200;

/** `Same tag c2: 14 indicators`; invisible characters are named. */
export function namePivot(pivot: Pick<Pivot, 'kind' | 'label' | 'count' | 'unnamed'>): string {
  const { kind, label, count, unnamed = 0 } = pivot;
  const beyond = unnamed === 0 ? '' : `, and ${formatCount(unnamed)} more that the query does not name`;
  const said = count === null ? 'not counted' : `${countOf(count, 'indicator')}${beyond}`;
  return `${pivotWords[kind].long} ${revealHidden(label.slice(0, spokenLimit))}: ${said}`;
}

function Line(props: { readonly pivot: Pivot }): ReactElement {
  const { pivot } = props;
  const navigation = useNavigation();
  return (
    <li className="pivot-line">
      <span className="muted">{pivotWords[pivot.kind].long}</span>
      <button
        type="button"
        className="link-button ellipsis"
        aria-label={namePivot(pivot)}
        onClick={() => navigation.go({ screen: 'explore', query: pivot.query })}
      >
        <HostileText text={pivot.label} mono inCell />
      </button>
      <span className="pivot-count" aria-hidden="true">
        {pivot.count === null ? 'not counted' : formatCount(pivot.count)}
        {pivot.unnamed === undefined ? null : ` of ${formatCount((pivot.count ?? 0) + pivot.unnamed)}`}
      </span>
    </li>
  );
}

function Alone(props: { readonly pivots: readonly Pivot[] }): ReactElement | null {
  if (props.pivots.length === 0) return null;
  return (
    <details className="pivot-alone muted">
      <summary>Nothing else in the cache shares {countOf(props.pivots.length, 'other thing')} known of it</summary>
      <ul className="plain-list">
        {props.pivots.map(({ kind, label, query }) => (
          <li key={query} className="pivot-line">
            <span>{pivotWords[kind].long}</span>
            <span className="ellipsis">
              <HostileText text={label} mono inCell />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Pivots as lines, the rarest first; each number is what Explore finds behind the click. */
export function PivotLines(props: { readonly pivots: readonly Pivot[] }): ReactElement {
  const [isLong, setIsLong] = useState(false);
  const shared = props.pivots.filter(({ others }) => others !== 0);
  const shown = isLong ? shared : shared.slice(0, shortLimit);
  return (
    <>
      {shared.length === 0 ? (
        <p className="muted pivot-note">Nothing that is known of it is shared by another indicator in the cache.</p>
      ) : (
        <ul className="plain-list">
          {shown.map((pivot) => (
            <Line key={pivot.query} pivot={pivot} />
          ))}
        </ul>
      )}
      {shared.length > shortLimit ? (
        <button type="button" className="link-button pivot-note" onClick={() => setIsLong(!isLong)}>
          {isLong ? 'Show fewer' : `${formatCount(shared.length - shortLimit)} more`}
        </button>
      ) : null}
      <Alone pivots={props.pivots.filter(({ others }) => others === 0)} />
    </>
  );
}
