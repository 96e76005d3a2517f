import { MinusIcon, TickIcon } from '@blueprintjs/icons';
import { type ReactElement, useContext, useMemo, useState } from 'react';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useStreamNames } from '../../bridge/use-stream-titles.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { isQueryError } from '../../components/error-text.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { useLasting } from '../../components/use-lasting.ts';
import { VendorNamesContext } from '../../components/vendor-names.ts';
import { flagWords, formatCount, severityWords, stateWords, typeWords, verdictWords } from '../../text/words.ts';
import type { Facet, FacetValue } from './facet-list.ts';
import { type FacetClick, facetUse } from './query-text.ts';
import { useFacetList } from './use-facet-list.ts';
import { staleAfterMs } from './use-results.ts';
import './facets.css';

const shortLimit = 7;
const clickHelp = 'Click: only these. Alt-click: without these.';

const flagShort = Object.fromEntries(Object.entries(flagWords).map(([flag, words]) => [flag, words.short]));
const wordsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  type: typeWords,
  severity: severityWords,
  state: stateWords,
  verdict: verdictWords,
  is: flagShort,
};

/**
 * How people call the values of facets.
 * @param vendors ids of those whose streams are counted.
 */
function useFacetWords(vendors: readonly string[]): (field: string, value: string) => string {
  const vendorNames = useContext(VendorNamesContext);
  const streamName = useStreamNames(vendors);
  return (field, value) => {
    if (field === 'vendor') return vendorNames.get(value) ?? value;
    return field === 'stream' ? streamName(value) : (wordsOf[field]?.[value] ?? value);
  };
}

interface FacetItem extends FacetValue {
  readonly field: string;
  readonly word: string;
}

function FacetLine(props: {
  readonly query: string;
  readonly item: FacetItem;
  readonly onClick: (click: FacetClick) => void;
}): ReactElement {
  const { field, value, count, word } = props.item;
  const use = facetUse(props.query, field, value);
  const click = (exclude: boolean): void => props.onClick({ field, value, exclude });
  return (
    <li className={`facet-line is-${use}`}>
      <button
        type="button"
        className="facet-value"
        aria-pressed={use === 'included'}
        title={`${revealHidden(field === 'stream' ? `${word} (stream:${value})` : word)}\n${clickHelp}`}
        onClick={(event) => click(event.altKey)}
      >
        <span className="facet-box" aria-hidden="true">
          {use === 'included' ? <TickIcon size={10} /> : use === 'excluded' ? <MinusIcon size={10} /> : null}
        </span>
        <span className="ellipsis">
          <HostileText text={word} inCell />
        </span>
        <span className="facet-count">{formatCount(count)}</span>
      </button>
      <button
        type="button"
        className="facet-exclude"
        aria-pressed={use === 'excluded'}
        aria-label={`Exclude ${revealHidden(word)}`}
        title="Without these"
        onClick={() => click(true)}
      >
        <MinusIcon size={10} />
      </button>
    </li>
  );
}

function FacetGroup(props: {
  readonly facet: Facet;
  readonly query: string;
  readonly wordOf: (field: string, value: string) => string;
  readonly onClick: (click: FacetClick) => void;
}): ReactElement {
  const { facet, query, wordOf, onClick } = props;
  const [isLong, setIsLong] = useState(false);
  const shown = isLong ? facet.values : facet.values.slice(0, shortLimit);
  return (
    <section className={`facet facet-of-${facet.field}`} aria-label={facet.title}>
      <h2>{facet.title}</h2>
      <ul>
        {shown.map((item) => (
          <FacetLine
            key={item.value}
            query={query}
            item={{ ...item, field: facet.field, word: wordOf(facet.field, item.value) }}
            onClick={onClick}
          />
        ))}
      </ul>
      {facet.values.length > shortLimit ? (
        <button type="button" className="link-button facet-more" onClick={() => setIsLong(!isLong)}>
          {isLong ? 'Show fewer' : `${formatCount(facet.values.length - shortLimit)} more`}
        </button>
      ) : null}
    </section>
  );
}

/** Counts by field beside the result; a click writes into the query, where it can be read and edited. */
export function FacetPanel(props: {
  readonly query: string;
  /** False while rows are on their way: the counts stay those that were last asked for. */
  readonly isAsked: boolean;
  /** The counts are those of an older query than the one asked. */
  readonly isStale: boolean;
  readonly onClick: (click: FacetClick) => void;
}): ReactElement {
  const { facets, isPending, isOld, error, retry } = useFacetList(props.isAsked ? props.query : null);
  const vendors = useMemo(
    () => facets.find(({ field }) => field === 'vendor')?.values.map(({ value }) => value) ?? [],
    [facets],
  );
  const wordOf = useFacetWords(vendors);
  const isStale = useLasting(isOld, staleAfterMs);
  return (
    <ScrollRegion className={props.isStale || isStale ? 'facets is-stale' : 'facets'} label="Filters">
      {isPending ? <Loading lines={9} label="Loading filters" /> : null}
      {error === null || isQueryError(error) ? null : <ErrorNote error={error} onRetry={retry} />}
      {!isPending && error === null && facets.length === 0 ? <p className="muted">Nothing to filter by.</p> : null}
      {facets.map((facet) => (
        <FacetGroup key={facet.field} facet={facet} query={props.query} wordOf={wordOf} onClick={props.onClick} />
      ))}
    </ScrollRegion>
  );
}
