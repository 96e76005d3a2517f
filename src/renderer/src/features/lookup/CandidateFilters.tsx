import { HTMLSelect } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { LookupOverview } from '#shared/contract/lookup-schemas.ts';
import { candidateOrders, lookupStatuses } from '#shared/model/lookup.ts';
import { indicatorTypes } from '#shared/model/vocabulary.ts';
import { formatCount, lookupStatusWords, typeWords } from '../../text/words.ts';
import { noCandidates } from './candidate-selection.ts';
import { useLookupMemory } from './lookup-memory.tsx';

const orderWords = { text: 'As in the text', score: 'Highest score first' } as const;

function Chip(props: {
  readonly label: string;
  readonly count: number;
  readonly isOn: boolean;
  readonly title?: string;
  readonly onClick: () => void;
}): ReactElement {
  return (
    <button
      type="button"
      className="filter-chip"
      aria-pressed={props.isOn}
      disabled={props.count === 0 && !props.isOn}
      title={props.title}
      onClick={props.onClick}
    >
      {props.label} <b>{formatCount(props.count)}</b>
    </button>
  );
}

function flip<Word>(words: readonly Word[], word: Word): readonly Word[] {
  return words.includes(word) ? words.filter((one) => one !== word) : [...words, word];
}

/** Status and type, each with how many there are of it among what the other lets through. */
export function CandidateFilters(props: { readonly overview: LookupOverview }): ReactElement {
  const { counts } = props.overview;
  const { state, change } = useLookupMemory();
  const { statuses, types, order } = state;
  const sum = (fits: (entry: LookupOverview['counts'][number]) => boolean): number =>
    counts.reduce((total, entry) => (fits(entry) ? total + entry.count : total), 0);
  const fitsTypes = (type: (typeof indicatorTypes)[number]): boolean => types.length === 0 || types.includes(type);
  const fitsStatuses = (status: (typeof lookupStatuses)[number]): boolean =>
    statuses.length === 0 || statuses.includes(status);
  const there = indicatorTypes.filter((type) => counts.some((entry) => entry.type === type));
  return (
    <div className="lookup-filters" role="toolbar" aria-label="Filters">
      {lookupStatuses.map((status) => (
        <Chip
          key={status}
          label={lookupStatusWords[status].short}
          title={lookupStatusWords[status].long}
          count={sum((entry) => entry.status === status && fitsTypes(entry.type))}
          isOn={statuses.includes(status)}
          onClick={() => change({ statuses: flip(statuses, status), selection: noCandidates })}
        />
      ))}
      <span className="filter-gap" />
      {there.map((type) => (
        <Chip
          key={type}
          label={typeWords[type]}
          count={sum((entry) => entry.type === type && fitsStatuses(entry.status))}
          isOn={types.includes(type)}
          onClick={() => change({ types: flip(types, type), selection: noCandidates })}
        />
      ))}
      <span className="grow" />
      <HTMLSelect
        className="lookup-order"
        aria-label="Order"
        value={order}
        options={candidateOrders.map((value) => ({ value, label: orderWords[value] }))}
        onChange={(event) =>
          change({ order: candidateOrders.find((known) => known === event.currentTarget.value) ?? 'text' })
        }
      />
    </div>
  );
}
