import type { ReactElement } from 'react';
import type { NamedSource, ObservationFields } from '#shared/model/indicator.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Moment } from '../../components/Moment.tsx';
import type { FieldDescription } from './observation-fields.ts';

function Sources(props: { readonly sources: readonly NamedSource[] }): ReactElement {
  return (
    <ul className="plain-list">
      {props.sources.map((source) => (
        <li key={`${source.name} ${source.intent}`}>
          <HostileText text={source.name} inCell />{' '}
          <span className={`intent intent-${source.intent}`}>{source.intent}</span>
        </li>
      ))}
    </ul>
  );
}

function List(props: { readonly items: readonly string[] }): ReactElement {
  return (
    <span className="tag-flow">
      {props.items.map((item) => (
        <span key={item} className="mark">
          <HostileText text={item} inCell />
        </span>
      ))}
    </span>
  );
}

/** One normalised field of a vendor record as text; a dash for what the vendor did not say. */
export function FieldText(props: {
  readonly fields: ObservationFields;
  readonly field: FieldDescription;
}): ReactElement {
  const { kind, key } = props.field;
  const value = props.fields[key];
  if (value === null || value === '') return <span className="nothing">–</span>;
  if (kind === 'sources') return <Sources sources={props.fields.sources} />;
  if (Array.isArray(value)) return <List items={value.map((item) => (typeof item === 'string' ? item : item.name))} />;
  if (kind === 'moment' && typeof value === 'number') return <Moment atMs={value} />;
  if (kind === 'percent') return <>{String(value)} %</>;
  if (kind === 'flag') return <>{value === true ? 'yes' : 'no'}</>;
  return <HostileText text={String(value)} multiline={kind === 'prose'} />;
}
