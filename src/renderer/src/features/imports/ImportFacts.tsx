import { Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { ImportOutcome, ImportOverview } from '#shared/contract/import-schemas.ts';
import { importFormatNames } from '#shared/model/import.ts';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';

/** What a file is and where it goes. */
export function ImportFacts(props: {
  readonly overview: ImportOverview;
  readonly outcome: ImportOutcome | undefined;
  readonly isDone: boolean;
}): ReactElement {
  const { overview, outcome, isDone } = props;
  const differences = outcome?.case?.differences ?? [];
  return (
    <>
      {isDone ? (
        <Callout compact intent="success" icon={false} className="import-done">
          Imported. What the file says is in the cache as <HostileText text={outcome?.source ?? ''} />.
        </Callout>
      ) : null}
      <Fields>
        <Field name="Format">{importFormatNames[overview.format]}</Field>
        {overview.author === null ? null : (
          <Field name="Made by">
            <HostileText text={overview.author} />
          </Field>
        )}
        <Field name="Case">
          <CaseWords outcome={outcome} />
        </Field>
      </Fields>
      {differences.length === 0 ? null : (
        <Callout compact intent="warning" icon={false} className="import-note">
          {`The file says something else of ${differences.join(', ')}; what is here stays.`}
        </Callout>
      )}
      {overview.notes.map((note) => (
        <Callout key={note} compact icon={false} className="import-note">
          <HostileText text={note} />
        </Callout>
      ))}
      {(outcome?.leftOut ?? 0) > 0 ? (
        <Callout compact intent="warning" icon={false} className="import-note">
          {`${outcome?.leftOut} tasks or files are left out: a case cannot hold more.`}
        </Callout>
      ) : null}
    </>
  );
}

function CaseWords({ outcome }: { readonly outcome: ImportOutcome | undefined }): ReactElement {
  if (outcome === undefined) return <span className="nothing">–</span>;
  if (outcome.case === null) return <>none: the indicators go into the cache only</>;
  const { number, title, isNew } = outcome.case;
  return (
    <>
      {number === null ? '' : `${number} `}
      <HostileText text={title} />
      {isNew ? ' (new)' : ' (is here already)'}
    </>
  );
}
