import type { ReactElement } from 'react';
import type { Observation, ObservationFields, ObservationVersion } from '#shared/model/indicator.ts';
import { useVersions } from '../../bridge/use-indicators.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Moment } from '../../components/Moment.tsx';
import { FieldText } from './FieldText.tsx';
import { diffFields, type FieldChange } from './observation-fields.ts';

function Change(props: {
  readonly change: FieldChange;
  readonly before: ObservationFields;
  readonly after: ObservationFields;
}): ReactElement {
  const { change } = props;
  return (
    <li>
      <span className="muted">{change.field.label}</span>
      <span>
        {change.added === undefined ? (
          <>
            <span className="diff-removed">
              <FieldText fields={props.before} field={change.field} />
            </span>
            <span aria-hidden="true"> → </span>
            <span className="visually-hidden">became</span>
            <span className="diff-added">
              <FieldText fields={props.after} field={change.field} />
            </span>
          </>
        ) : (
          <>
            {change.removed?.map((item) => (
              <span key={item} className="diff-removed">
                − <HostileText text={item} inCell />
              </span>
            ))}
            {change.added.map((item) => (
              <span key={item} className="diff-added">
                + <HostileText text={item} inCell />
              </span>
            ))}
          </>
        )}
      </span>
    </li>
  );
}

function Step(props: { readonly version: ObservationVersion; readonly after: ObservationFields }): ReactElement {
  const changes = diffFields(props.version, props.after);
  return (
    <li className="version">
      <p className="version-head">
        <Moment atMs={props.version.replacedAtMs} />
      </p>
      <ul className="version-changes">
        {changes.map((change) => (
          <Change key={change.field.key} change={change} before={props.version} after={props.after} />
        ))}
        {changes.length === 0 ? <li className="muted">Changed only in the raw record.</li> : null}
      </ul>
    </li>
  );
}

/** What changed in a vendor's record from one fetch to the next, newest first. */
export function RecordHistory(props: { readonly observation: Observation }): ReactElement {
  const { data, error, isPending } = useVersions(props.observation.id, true);
  if (isPending) return <Loading lines={3} />;
  if (error !== null) return <ErrorNote error={error} />;
  const versions = [...data].sort((a, b) => b.replacedAtMs - a.replacedAtMs);
  return (
    <ol className="versions">
      {versions.map((version, at) => (
        <Step
          key={version.replacedAtMs}
          version={version}
          after={at === 0 ? props.observation : (versions[at - 1] ?? version)}
        />
      ))}
      <li className="version muted">
        First fetched <Moment atMs={versions.at(-1)?.fetchedAtMs ?? props.observation.fetchedAtMs} />
      </li>
    </ol>
  );
}
