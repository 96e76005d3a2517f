import type { ReactElement } from 'react';
import type { StreamOptions } from '#shared/model/connection.ts';
import { Field } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';

/** Options of a connection in the vendor's own names. */
export function OptionList(props: { readonly options: StreamOptions }): ReactElement | null {
  const lines = Object.entries(props.options).flatMap(([stream, options]) =>
    Object.entries(options).map(([name, value]) => `${stream}.${name} = ${String(value)}`),
  );
  if (lines.length === 0) return null;
  return (
    <Field name="Options">
      <ul className="plain-list">
        {lines.map((line) => (
          <li key={line}>
            <HostileText text={line} mono />
          </li>
        ))}
      </ul>
    </Field>
  );
}
