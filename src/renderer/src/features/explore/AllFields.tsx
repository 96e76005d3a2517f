import { type ReactElement, useMemo } from 'react';
import type { ObservationId } from '#shared/model/ids.ts';
import { useRawRecord } from '../../bridge/use-indicators.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { listRecordFields } from './record-fields.ts';

/** Every field of a vendor's record under the vendor's own names, those that say nothing included. */
export function AllFields(props: { readonly id: ObservationId }): ReactElement {
  const { data, error, isPending } = useRawRecord(props.id, true);
  const fields = useMemo(() => listRecordFields(data?.text ?? ''), [data]);
  if (isPending) return <Loading lines={4} />;
  if (error !== null) return <ErrorNote error={error} />;
  if (fields.length === 0) return <p className="muted">This record cannot be taken apart; see the raw one.</p>;
  return (
    <Fields>
      {fields.map(({ path, text, isEmpty }) => (
        <Field key={path} name={path}>
          <span className={isEmpty ? 'muted' : undefined}>
            <HostileText text={text} />
          </span>
        </Field>
      ))}
    </Fields>
  );
}
